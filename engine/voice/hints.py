"""Bends a transcript towards words that are likely in this session."""

from collections.abc import Sequence
from difflib import SequenceMatcher

CLOSE_ENOUGH = 0.82
SHORTEST_HINT_CHARS = 4


def lean(text: str, hints: Sequence[str]) -> str:
    """The text with near-sounding runs of words replaced by the hint that they come close to."""
    words = text.split()
    for hint in sorted(hints, key=len, reverse=True):
        if len(hint) >= SHORTEST_HINT_CHARS:
            words = _with(words, hint.lower())
    return " ".join(words)


def _with(words: list[str], hint: str) -> list[str]:
    length = len(hint.split())
    spans = [(_near(words[i : i + length], hint), i) for i in range(len(words) - length + 1)]
    score, start = max(spans, default=(0.0, 0))
    if score < CLOSE_ENOUGH or score == 1.0:
        return words
    return [*words[:start], *hint.split(), *words[start + length :]]


def _near(words: list[str], hint: str) -> float:
    return SequenceMatcher(None, " ".join(words), hint, autojunk=False).ratio()
