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
            words = _with(words, hint.lower().replace("_", " ").split())
    return " ".join(words)


def _with(words: list[str], hint: list[str]) -> list[str]:
    """A recogniser splits and joins words: the run may have one more or one less."""
    lengths = {len(hint), len(hint) + 1, max(len(hint) - 1, 1)}
    runs = [(at, at + n) for n in lengths for at in range(len(words) - n + 1)]
    scored = [(_near(words[start:end], hint), start, end) for start, end in runs]
    score, start, end = max(scored, default=(0.0, 0, 0))
    return [*words[:start], *hint, *words[end:]] if score >= CLOSE_ENOUGH else words


def _near(words: list[str], hint: list[str]) -> float:
    return SequenceMatcher(None, "".join(words), "".join(hint), autojunk=False).ratio()
