"""Finds the words of a sentence that fill a string: after a preposition, or what is left over."""

import re
from collections.abc import Collection, Iterable, Mapping

from engine.dialogue import numbers
from engine.dialogue.sentence import Sentence, stem, word_set
from engine.dialogue.thesaurus import IN_NAME, STOPWORDS, WEAK_VERBS, near

PREPOSITIONS = {
    "place": (("in", "at", "near", "around", "inside"), ("for", "of", "over"), ("to", "from")),
    "goal": (("to", "into"), ("with", "for", "in")),
    "from": (("from",),),
    "to": (("to", "into", "for"),),
    "other": (("in", "at", "for", "with", "about", "of", "on", "to", "by"),),
}
ENDS = word_set(
    "in at near around for of to from on with by is are was right now today tomorrow tonight "
    "yesterday please like this next currently then because if using and or as thanks thank "
    "called named titled saying"
)
TEMPORAL = word_set(
    "today tomorrow tonight yesterday now monday tuesday wednesday thursday friday saturday sunday "
    "morning afternoon evening night noon midnight moment week month year day hour minute second "
    "days hours minutes seconds weeks weekend right time while general case fact order"
)
CONNECTORS = word_set("that says saying called named titled about to for reading")
CALLED = word_set("called named titled labelled labeled")
AFTER_A_NAME = word_set("that which saying says reading containing with and please")
NAMING = word_set("called named titled labelled labeled saying")
POLITE = word_set("please thanks thank you now ok okay")
OPERATORS = (
    (r"\bplus\b|\badded to\b", "+"),
    (r"\bminus\b", "-"),
    (r"\b(?:times|multiplied by|x)\b", "*"),
    (r"\b(?:divided by|over)\b", "/"),
    (r"\bpercent of\b|% of", "/ 100 *"),
    (r"\bto the power of\b|\^", "**"),
    (r"\bsquared\b", "** 2"),
)
ARITHMETIC = re.compile(r"-?[\d.(][\d.()]*(?:\s*(?:\*\*|[-+*/])\s*-?[\d.(][\d.()]*)+")


def after(sentence: Sentence, role: str) -> list[tuple[int, int]]:
    """The spans after the role's prepositions, the surest preposition first; `and` makes two."""
    plain = sentence.plain
    for group in PREPOSITIONS[role]:
        starts = [i + 1 for i, word in enumerate(plain) if word in group]
        spans = [span for start in starts for span in _spans(plain, start)]
        if spans:
            return spans
    return []


def remainder(
    sentence: Sentence, vocabulary: Mapping[str, float], taken: Collection[int]
) -> str | None:
    """What was said beside the request itself: `red shoes` of `search for red shoes`."""
    plain = sentence.plain
    start = 0
    while start < len(plain) and (start in taken or _speaks_of_request(plain[start], vocabulary)):
        start += 1
    if start == len(plain):
        return None
    joints = [i for i in range(start) if plain[i] in CONNECTORS and i not in taken]
    start = joints[-1] + 1 if joints else start
    end = next((i for i in range(start, len(plain)) if i in taken), len(plain))
    while start < end < len(plain) and plain[end - 1] in STOPWORDS:
        end -= 1  # `buy milk as` of `mark buy milk as done`
    end = _without_tail(plain, start, end, vocabulary)
    return sentence.quote(start, end) or None


def named(sentence: Sentence, taken: Collection[int]) -> str | None:
    """`pasta` of `a timer called pasta`."""
    plain = sentence.plain
    start = next((i + 1 for i, word in enumerate(plain) if word in NAMING), len(plain))
    end = next(
        (i for i in range(start, len(plain)) if i in taken or plain[i] in POLITE), len(plain)
    )
    return sentence.quote(start, end) or None


def called(sentence: Sentence) -> tuple[int, int] | None:
    """The span of `greeting` in `a file called greeting that says hello`."""
    plain = sentence.plain
    start = next((i + 1 for i, word in enumerate(plain) if word in CALLED), len(plain))
    end = next((i for i in range(start + 1, len(plain)) if plain[i] in AFTER_A_NAME), len(plain))
    return (start, end) if start < len(plain) else None


def leftovers(
    sentence: Sentence, vocabulary: Collection[str], taken: Collection[int]
) -> str | None:
    """The first run of words that neither the request nor the calendar explains."""
    run: list[str] = []
    for index, word in enumerate(sentence.plain):
        explained = _speaks_of_request(word, vocabulary) or word in TEMPORAL or index in taken
        if not explained:
            run.append(sentence.words[index])
        elif run:
            break
    return " ".join(run) or None


def arithmetic(sentence: Sentence) -> str | None:
    """`12 * 7` of `what is twelve times seven`."""
    words = list(sentence.plain)
    for number in reversed(numbers.find(sentence.plain)):
        words[number.start : number.end] = [str(number.value)]
    text = " ".join(words)
    for spoken, sign in OPERATORS:
        text = re.sub(spoken, f" {sign} ", text)
    found = ARITHMETIC.search(text)
    return " ".join(found[0].split()) if found else None


def titled(words: str) -> str:
    """A place as it is written; what was typed with capitals keeps them."""
    return words if words != words.lower() else " ".join(w.capitalize() for w in words.split())


def _spans(plain: tuple[str, ...], start: int) -> Iterable[tuple[int, int]]:
    while start < len(plain) and plain[start] in ("the", "a", "an", "my"):
        start += 1
    end = start
    while end < len(plain) and plain[end] not in ENDS:
        end += 1
    if all(word in STOPWORDS for word in plain[start:end]):  # none, or `to do`
        return
    if plain[start] in TEMPORAL or plain[start] in numbers.VALUES:
        return
    yield start, end
    another = end + 1 < len(plain) and plain[end] == "and" and plain[end + 1] not in STOPWORDS
    if another and not any(word in ENDS for word in plain[end + 1 : end + 2]):
        yield from _spans(plain, end + 1)


def _speaks_of_request(word: str, vocabulary: Collection[str]) -> bool:
    empty = word in STOPWORDS or word in CONNECTORS or word in POLITE or word in WEAK_VERBS
    return empty or stem(word) in vocabulary or any(one in vocabulary for one in near(word))


def _is_own_name(word: str, vocabulary: Mapping[str, float]) -> bool:
    return max(vocabulary.get(one, 0.0) for one in (stem(word), *near(word))) >= IN_NAME


def _without_tail(
    plain: tuple[str, ...], start: int, end: int, vocabulary: Mapping[str, float]
) -> int:
    """Leave off politeness, and `to my shopping list` when the tool is about lists."""
    while end > start and plain[end - 1] in POLITE:
        end -= 1
    for at in range(end - 1, start, -1):
        if plain[at] in ("to", "on", "in", "into", "from"):
            tail = [word for word in plain[at + 1 : end] if word not in STOPWORDS]
            return at if tail and stem(tail[-1]) in vocabulary else end
    # `shopping list` of `read my shopping list file`
    return end - 1 if end > start + 1 and _is_own_name(plain[end - 1], vocabulary) else end
