"""Small talk: what people say to be friendly, and a friendly answer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.dialogue.sentence import Sentence

CALLED = r"(?:parley|there|computer|assistant|engine|everyone|everybody|my friend|again)"
GREETING = rf"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings)(?: {CALLED})*"
Match = Callable[[str, str], re.Match[str] | None]
FILLERS = re.compile(
    rf"^(?:(?:{GREETING}|ok|okay|so|um|uh|well|oh|please|right|alright|parley|listen|now)\b ?)+"
)


@dataclass(frozen=True)
class Pleasantry:
    """A pattern over plain words and the answers to it, used in turn."""

    pattern: str
    answers: tuple[str, ...]


WHOLE = (
    Pleasantry(
        r"(?:(?:please|ok|okay) )?(?:stop|quiet|silence|be quiet|shut up|enough|that is enough|"
        r"stop (?:it|talking|please|that|now)|hush|pause|wait|hold on|never mind|cancel|"
        r"forget it)(?: (?:please|now|thanks|it))?",
        ("All right.", "Okay, I am quiet."),
    ),
    Pleasantry(
        rf"(?:{GREETING} )?(?:how|and how|fellow|hello) (?:are you|do you do|is it going|are things|"
        r"have you been|is life)(?: (?:doing|today|feeling|now|going|this \w+))*",
        (
            "I am well, thank you. I am a small engine, so not much can go wrong. How are you?",
            "Still well, thank you. And you?",
        ),
    ),
    Pleasantry(GREETING, ("Hello! What can I do for you?", "Hello again!")),
    Pleasantry(
        r"(?:i am |i feel |we are |it is )?(?:doing )?(?:(?:very|really|quite|pretty|so) )?"
        r"(?:fine|good|well|great|okay|happy|not bad|wonderful)(?: (?:thanks|thank you|today|too))*"
        r"(?: and you| and how are you)?",
        ("I am glad to hear that. What can I do for you?",),
    ),
    Pleasantry(
        r"(?:i am |i feel )(?:(?:very|really|so|a bit|a little) )?(?:tired|sad|bored|sick|ill|angry|"
        r"lonely|unhappy|stressed)(?: today| now)?",
        ("I am sorry to hear that. Would you like a story or a joke?",),
    ),
    Pleasantry(
        r"(?:(?:ok|okay|great|no|alright) )?(?:thanks|thank you|thank you (?:very|so) much|"
        r"thanks a lot|cheers|many thanks)(?: \w+){0,2}",
        ("You are welcome.", "With pleasure."),
    ),
    Pleasantry(
        r"(?:(?:ok|okay|well|thanks|thank you) )?(?:good ?bye|bye|bye bye|see you|good night|"
        r"see you (?:later|soon|tomorrow)|until (?:next time|tomorrow|later)|farewell)(?: \w+)?",
        ("Goodbye! It was nice talking with you.",),
    ),
    Pleasantry(
        r"(?:yes|yeah|yep|sure|of course|right|correct|exactly|that is right)(?: please)?",
        ("Good. Tell me what you would like to do.",),
    ),
    Pleasantry(r"(?:no|nope|no thanks|not really|wrong)", ("All right, then not.",)),
    Pleasantry(
        r"(?:can|do) you hear me(?: now)?|(?:testing|test)(?: (?:one|two|three|testing|test))*|"
        r"are you (?:there|still there|listening|awake)|is (?:anybody|anyone) there",
        ("Yes, I hear you.", "I am here, and I hear you."),
    ),
    Pleasantry(
        r"(?:i am |i )?sorry(?: about that)?|my (?:bad|mistake)|excuse me",
        ("No harm done.",),
    ),
    Pleasantry(
        r"(?:that is |you are |this is |how )?(?:(?:very|really|so) )?(?:cool|nice|great|awesome|"
        r"amazing|funny|perfect|excellent|wonderful|smart|clever|lovely|impressive)",
        ("Thank you, that is kind.",),
    ),
)
ANYWHERE = (
    Pleasantry(
        r"\bwho (?:made|built|created|wrote) you\b|\bwhere (?:do|did) you come from\b",
        ("I am a part of Parley, and its makers wrote me as its small local engine.",),
    ),
    Pleasantry(
        r"\bare you (?:a |an )?(?:real|human|person|robot|computer|machine|alive|model|ai|gpt|"
        r"intelligent|smart)\b",
        ("I am a program, and a small one: the local engine of Parley, not a large model.",),
    ),
    Pleasantry(
        r"\bwhere (?:are you|do you live)\b",
        ("I run on the same computer as this server.",),
    ),
    Pleasantry(
        r"\bhow old are you\b",
        ("I do not count years, but I was started together with this server.",),
    ),
    Pleasantry(
        r"\b(?:i love you|i like you|do you (?:love|like) me|will you marry me)\b",
        ("That is kind. I like our talks as well.",),
    ),
    Pleasantry(
        r"\bmeaning of life\b",
        ("People say that it is forty two. I am too small to know better.",),
    ),
    Pleasantry(
        r"\bspeak (?:german|french|spanish|italian|chinese|japanese|other languages|another language)\b",
        ("I only understand and speak English.",),
    ),
    Pleasantry(
        r"\b(?:speak|talk) (?:slower|faster|louder|up|more (?:slowly|quietly|loudly))\b",
        ("I can not change that myself, but the settings of this page can.",),
    ),
)


def answer(sentence: Sentence, earlier: Sequence[Sentence]) -> str | None:
    """An answer when the whole sentence is small talk; another one when it is said again."""
    return _first(WHOLE, re.fullmatch, sentence, earlier)


def remark(sentence: Sentence, earlier: Sequence[Sentence]) -> str | None:
    """An answer when a sentence has some small talk in it."""
    return _first(ANYWHERE, re.search, sentence, earlier)


def is_refusal(sentence: Sentence) -> bool:
    """`stop`, `never mind` and the like."""
    return re.fullmatch(WHOLE[0].pattern, sentence.text) is not None


def without_greeting(sentence: Sentence) -> Sentence:
    """The same without `hello there` in front, unless that is all of it."""
    found = FILLERS.match(sentence.text)
    words = len(found[0].split()) if found else 0
    return sentence.part(words) if words < len(sentence.words) else sentence


def _first(
    table: tuple[Pleasantry, ...], match: Match, sentence: Sentence, earlier: Sequence[Sentence]
) -> str | None:
    for one in table:
        if match(one.pattern, sentence.text):
            before = sum(1 for other in earlier if match(one.pattern, other.text))
            return one.answers[before % len(one.answers)]
    return None
