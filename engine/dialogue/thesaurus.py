"""General English: words that carry no meaning of their own, and words that mean nearly the same."""

from engine.dialogue.sentence import stem, word_set

STOPWORDS = word_set(
    "a an the this that these those i me my we us our you your he she it its they them their "
    "is am are was were be been being do does did have has had having will would can could should "
    "may might must shall what which who whom whose when where why how and or but if then so as of "
    "at by for with about into onto to from in on off up down out over under again there here all any "
    "some no not only own same than too very just now please right hey hi hello ok okay well um uh "
    "like want need know tell let say said get give thing kind sort much many more most other "
    "currently moment really actually maybe also go going"
)
# What a word is worth that speaks for a tool: in its name, or only where an argument is explained.
IN_NAME, WEAK = 3.0, 0.8
# Words of a tool's description that speak about the tool itself.
TOOL_TALK = frozenset(
    map(
        stem,
        word_set(
            "tool function use used using user call called return returns given value values "
            "optional default e.g example examples following when whenever asks ask current currently "
            "parameter argument string number object true false json name names well-known iana one "
            "known work works assistant people person provide provides via per each new"
        ),
    )
)
WEAK_VERBS = word_set(
    "get set create make open show list update delete add send run do start stop read write find "
    "give tell put take change fetch display see look close new bulk remove"
)
NEAR = (
    "time clock hour oclock date day today",
    "weather rain rainy snow sun sunny forecast wind windy umbrella cloudy",
    "temperature hot cold warm degrees",
    "remember memorise memorize keep note save store",
    "forget erase",
    "delete remove erase drop cancel",
    "search find look seek lookup",
    "list show display all",
    "create add make new insert",
    "done finish finished complete completed",
    "item task todo reminder remind appointment",
    "event appointment meeting",
    "note memo",
    "notification notify alert toast",
    "calculate compute evaluate plus minus multiplied divided percent sum arithmetic math",
    "code script javascript program evaluate",
    "open show launch panel",
    "preference setting settings option",
    "usage cost spent spend price",
    "light lamp lights bulb brightness",
    "music song track play tune",
    "timer countdown alarm wake",
    "translate translation translator language",
    "email mail message write",
    "dice die roll throw",
    "coin flip toss",
    "currency money dollars euros pounds exchange convert",
    "convert conversion unit units",
    "restaurant table eat dinner lunch book reserve reservation",
    "news headline headlines",
    "volume louder quieter loud quiet",
    "color colour",
    "picture image photo draw",
    "web internet online website page url",
    "file document",
    "conversation chat talk talked",
    "recall remembered know",
    "stock share shares market",
    "train bus flight trip travel journey route directions",
    "recipe cook cooking dish",
)
NEIGHBOURS: dict[str, frozenset[str]] = {}
for _group in NEAR:
    _stems = frozenset(stem(word) for word in _group.split())
    for _stem in _stems:
        NEIGHBOURS[_stem] = NEIGHBOURS.get(_stem, frozenset()) | _stems


def near(word: str) -> frozenset[str]:
    """Stems that mean nearly the same as this word, the word's own not among them."""
    own = stem(word)
    return NEIGHBOURS.get(own, frozenset()) - {own}
