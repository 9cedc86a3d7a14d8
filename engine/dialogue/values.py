"""Finds the choices, switches and numbers in a sentence that fill an argument."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from engine.dialogue import numbers
from engine.dialogue.schema import Property
from engine.dialogue.sentence import Sentence, alike, plain, stem, word_set
from engine.dialogue.thesaurus import near

CLOSE_ENOUGH = 0.84
NEIGHBOUR = 0.85
LONG_WORD_CHARS = 7
YES = word_set("yes true enable enabled activate activated unmute")
NO = word_set("no false off disable disabled deactivate deactivated without not never")
ARTICLES = ("a", "an", "one")
SECONDS_PER_UNIT = {
    "millisecond": 0.001,
    "second": 1,
    "minute": 60,
    "hour": 3_600,
    "day": 86_400,
    "week": 604_800,
}


@dataclass(frozen=True)
class Found:
    """A value and the words, from start to before end, that it came from."""

    value: Any
    start: int
    end: int


def choices(one: Property, sentence: Sentence) -> list[Found]:
    """The members of an enumeration that were named, in the order in which they were said."""
    hits = [hit for choice in one.choices if (hit := _choice(choice, sentence))]
    return sorted((found for found, _ in _best_apart(hits)), key=lambda found: found.start)


def switch(one: Property, sentence: Sentence) -> Found | None:
    words = sentence.plain
    for index, word in enumerate(words):
        turned = (index and words[index - 1] in ("turn", "switch", "turned")) or index == len(
            words
        ) - 1
        if word in NO:
            return Found(False, index, index + 1)
        if word in YES or (word == "on" and turned):
            return Found(True, index, index + 1)
    named = [i for i, word in enumerate(words) if _names(word, one)]
    return Found(True, named[0], named[0] + 1) if named else None


def number(one: Property, sentence: Sentence, taken: Collection[int]) -> Found | None:
    """The first number not used yet; one that was said with the property's own unit goes first."""
    free = [n for n in _numbers(sentence) if n.start not in taken]
    if not free:
        return None
    named = [n for n in free if _unit(sentence, n.end) & one.name_stems]
    chosen = (named or free)[0]
    value = _converted(chosen.value, one, sentence, chosen.end)
    end = chosen.end + bool(_unit(sentence, chosen.end) & SECONDS_PER_UNIT.keys())
    return Found(round(value) if one.kind == "integer" else value, chosen.start, end)


def _names(word: str, one: Property) -> bool:
    return stem(word) in one.name_stems or bool(near(word) & one.name_stems)


def _choice(choice: Any, sentence: Sentence) -> tuple[Found, float] | None:
    if numbers.DIGITS.fullmatch(str(choice)):
        said = (n for n in numbers.find(sentence.plain) if n.value == float(choice))
        return next(((Found(choice, n.start, n.end), 1.0) for n in said), None)
    wanted = [plain(w) for w in str(choice).replace("_", " ").replace("-", " ").split()]
    best: tuple[Found, float] | None = None
    for start, end in _spans(len(wanted), len(sentence.words)):
        score = _likeness(wanted, sentence.plain[start:end])
        if score >= CLOSE_ENOUGH and (best is None or score > best[1]):
            best = Found(choice, start, end), score
    return best


def _spans(words: int, among: int) -> list[tuple[int, int]]:
    """Of as many words, then of one more or one less: recognisers split and join them."""
    lengths = [length for length in (words, words + 1, words - 1) if length]
    return [(at, at + length) for length in lengths for at in range(among - length + 1)]


def _likeness(wanted: list[str], said: tuple[str, ...]) -> float:
    """Word by word where there are as many; and as one word, where it is long enough to tell."""
    each = 0.0
    if len(wanted) == len(said):
        each = min((_same(a, b) for a, b in zip(wanted, said, strict=True)), default=0.0)
    joined, heard = "".join(wanted), "".join(said)
    whole = alike(joined, heard) if min(len(joined), len(heard)) >= LONG_WORD_CHARS else 0.0
    return max(each, whole)


def _same(wanted: str, said: str) -> float:
    if stem(wanted) == stem(said):
        return 1.0
    if stem(wanted) in near(said):
        return NEIGHBOUR
    return alike(wanted, said) if min(len(wanted), len(said)) > 3 else 0.0


def _best_apart(hits: list[tuple[Found, float]]) -> list[tuple[Found, float]]:
    """Of choices that claim the same words, the better and then the longer one."""
    kept: list[tuple[Found, float]] = []
    for hit in sorted(hits, key=lambda hit: (-hit[1], hit[0].start - hit[0].end)):
        if all(hit[0].end <= other.start or hit[0].start >= other.end for other, _ in kept):
            kept.append(hit)
    return kept


def _numbers(sentence: Sentence) -> list[numbers.Number]:
    words = sentence.plain
    found = numbers.find(words)
    for index, word in enumerate(words[:-1]):
        if word in ARTICLES and stem(words[index + 1]) in SECONDS_PER_UNIT:
            found.append(numbers.Number(1, index, index + 1))
    return sorted(set(found), key=lambda number: number.start)


def _unit(sentence: Sentence, at: int) -> frozenset[str]:
    return frozenset(stem(word) for word in sentence.plain[at : at + 1])


def _converted(value: int | float, one: Property, sentence: Sentence, at: int) -> int | float:
    """`five minutes` for an argument that counts seconds is 300."""
    said = next((SECONDS_PER_UNIT[u] for u in _unit(sentence, at) if u in SECONDS_PER_UNIT), None)
    stems = one.name_stems if one.name_stems & SECONDS_PER_UNIT.keys() else one.stems
    wanted = next((SECONDS_PER_UNIT[unit] for unit in stems if unit in SECONDS_PER_UNIT), None)
    if said is None or wanted is None or said == wanted:
        return value
    converted = value * said / wanted
    return int(converted) if converted == int(converted) else converted
