"""A conversation's title: how it is tidied, shortened and found whatever its accents and case."""

from __future__ import annotations

from chat.plain_text import folded, tidied

TITLE_CHARACTERS = 200
NAMED_AFTER_CHARACTERS = 60


def from_words(text: str) -> str:
    """A title from the first words said; empty when there are none."""
    words = tidied(text)
    if len(words) > NAMED_AFTER_CHARACTERS:
        words = words[:NAMED_AFTER_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]


def marked(title: str, words: list[str]) -> list[tuple[str, bool]]:
    """The title in pieces, each with whether a searched word (folded) is there."""
    hits = _hits(title, words)
    pieces: list[tuple[str, bool]] = []
    for letter, hit in zip(title, hits, strict=True):
        if pieces and pieces[-1][1] == hit:
            pieces[-1] = (pieces[-1][0] + letter, hit)
        else:
            pieces.append((letter, hit))
    return pieces


def _hits(title: str, words: list[str]) -> list[bool]:
    """For each letter, whether it belongs to a word that was found; one letter may fold to several."""
    origins = [at for at, letter in enumerate(title) for _ in folded(letter)]
    text = "".join(map(folded, title))
    found = [False] * len(title)
    for word in filter(None, words):
        start = text.find(word)
        while start >= 0:
            for at in origins[start : start + len(word)]:
                found[at] = True
            start = text.find(word, start + len(word))
    return found
