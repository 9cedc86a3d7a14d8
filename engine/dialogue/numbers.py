"""Numbers as they are said: read from words, and turned back into words."""

import re
from dataclasses import dataclass

SMALL = tuple(
    word
    for line in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen",
        "fourteen fifteen sixteen seventeen eighteen nineteen",
    )
    for word in line.split()
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VALUES = {word: value for value, word in enumerate(SMALL)} | {
    word: 10 * value for value, word in enumerate(TENS, start=2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
DIGITS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Number:
    """A number in a sentence and the words, from start to before end, that say it."""

    value: int | float
    start: int
    end: int


def find(words: tuple[str, ...]) -> list[Number]:
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _number_at(words, at)
        if number:
            found.append(number)
        at = number.end if number else at + 1
    return found


def say(value: int) -> str:
    """In words, up to 999."""
    if value < len(SMALL):
        return SMALL[value]
    if value < 100:
        rest = f" {SMALL[value % 10]}" if value % 10 else ""
        return TENS[value // 10 - 2] + rest
    rest = f" {say(value % 100)}" if value % 100 else ""
    return f"{SMALL[value // 100]} hundred{rest}"


def _number_at(words: tuple[str, ...], start: int) -> Number | None:
    if DIGITS.fullmatch(words[start]):
        text = words[start]
        return Number(float(text) if "." in text else int(text), start, start + 1)
    end = start
    while end < len(words) and _belongs(words, start, end):
        end += 1
    if end == start:
        return None
    whole = Number(_value(words[start:end]), start, end)
    return _with_fraction(words, whole)


def _belongs(words: tuple[str, ...], start: int, end: int) -> bool:
    word = words[end]
    if end == start:
        return word in VALUES
    before = words[end - 1]
    if word in SCALES:
        return True
    if word == "and":
        return before in SCALES and end + 1 < len(words) and words[end + 1] in VALUES
    after_tens = before in TENS and 0 < VALUES.get(word, 0) < 10
    return word in VALUES and (before in SCALES or before == "and" or after_tens)


def _value(words: tuple[str, ...]) -> int:
    total, group = 0, 0
    for word in words:
        if word == "hundred":
            group *= 100
        elif word in SCALES:
            total, group = total + group * SCALES[word], 0
        else:
            group += VALUES.get(word, 0)
    return total + group


def _with_fraction(words: tuple[str, ...], whole: Number) -> Number:
    end = whole.end + 1
    while end < len(words) and VALUES.get(words[end], 10) < 10:
        end += 1
    if words[whole.end : whole.end + 1] != ("point",) or end == whole.end + 1:
        return whole
    digits = "".join(str(VALUES[word]) for word in words[whole.end + 1 : end])
    return Number(float(f"{whole.value}.{digits}"), whole.start, end)
