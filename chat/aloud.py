"""What of a text in Markdown is said aloud: sentences without its signs, the same ones while it grows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_CHARACTERS = 320
CODE = "The code is left out here."

_CLOSING = r"[\"'\u201d\u2019\u00bb)\]]*"
_END = re.compile(rf"[.!?\u2026]+{_CLOSING}(?=\s)|[\u3002\uff01\uff1f]+{_CLOSING}")
_ENDED = re.compile(rf"(?:[.!?\u2026]{_CLOSING}[*_]*\s+|[\u3002\uff01\uff1f]{_CLOSING}\s*)$")
_STOPS = re.compile(rf"[.!?\u2026:;,\u3002\uff01\uff1f]{_CLOSING}$")
_ENDS_NOW = re.compile(r"(?:[.!?\u2026][\"'\u201d\u2019\u00bb)\]*_`]*\s|[\u3002\uff01\uff1f\n])")
# A point after these ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|approx|no|vol|fig|inc|ltd|e\.g|i\.e|z\.b|d\.h|"
    r"bzw|ca|nr|[b-hj-z])\.$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\s)\d{1,3}\.$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SIGNS = re.compile(r"[*_`#~|<>\\^{}\[\]]+|-{2,}|(?<=\s)[-=\u2022](?=\s)")
_SNAKE = re.compile(r"(?<=\w)_(?=\w)")
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f\u20e3]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SAYABLE = re.compile(r"\w")
_BREAKS = re.compile(r"[,;:\u2013\u2014]\s")


def sentences(text: str, *, is_complete: bool = True) -> list[str]:
    """In order. Of a text that still grows only those that more text will not change."""
    found = [one for block in _blocks(_markdown.parse(text)) for one in _cut(_plain(block))]
    return found if is_complete or (found and _has_ended(text, found[-1])) else found[:-1]


def may_end_sentence(piece: str) -> bool:
    """Whether a piece of a growing text may have made a sentence complete; cheap, for every piece."""
    return _ENDS_NOW.search(piece) is not None


def _has_ended(text: str, last: str) -> bool:
    """The last sentence is whole: a stop and then a space. A row of a table is whole with its line."""
    line = text.rstrip("\n").rpartition("\n")[2]
    if "|" in line or _SHORT.search(last) or _NUMBERED.search(last):
        return False
    return _ENDED.search(text) is not None


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
            yield from _rows(tokens[at:end])
            at = end
        elif token.type in {"fence", "code_block"}:
            yield CODE
        elif token.type == "inline":
            yield _words(token)
        at += 1


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    """Each row by the names of its columns."""
    names: list[str] = []
    cells: list[str] = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            (names if before.type == "th_open" else cells).append(_words(token))
        elif token.type == "tr_close" and cells:
            yield ", ".join(_cell(name, cell) for name, cell in zip(names, cells, strict=False))
            cells = []


def _cell(name: str, cell: str) -> str:
    cell = cell.rstrip(" .")
    return f"{name}: {cell}" if name and cell else name or cell


def _words(inline: Token) -> str:
    return "".join(_said(child) for child in inline.children or ())


def _said(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type in {"text", "code_inline", "image"} else ""


def _plain(text: str) -> str:
    """Empty when nothing in it can be said."""
    text = _ADDRESS.sub(lambda found: _place(found[0]), text)
    text = _TAG.sub("", text)
    text = _SIGNS.sub("", _SNAKE.sub(" ", _PICTURES.sub("", text)))
    text = " ".join(text.split())
    if not _SAYABLE.search(text):
        return ""
    return text if _STOPS.search(text) else f"{text}."


def _place(address: str) -> str:
    """Of an address only the host is said."""
    bare = address.rstrip(".,;:!?)")
    try:
        host = urlsplit(bare if "//" in bare else f"//{bare}").hostname or ""
    except ValueError:  # like https://[a
        host = ""
    return host.removeprefix("www.") + address[len(bare) :]


def _cut(block: str) -> Iterable[str]:
    start = 0
    for found in _END.finditer(f"{block} "):
        if found[0] != "." or not _SHORT.search(block[: found.end()]):
            yield from _shortened(block[start : found.end()].strip())
            start = found.end()
    yield from _shortened(block[start:].strip())


def _shortened(sentence: str) -> Iterator[str]:
    """In parts that no voice takes long to begin."""
    while len(sentence) > LONGEST_CHARACTERS:
        beginning = sentence[:LONGEST_CHARACTERS]
        breaks = [found.end() for found in _BREAKS.finditer(beginning)]
        cut = breaks[-1] if breaks else beginning.rfind(" ") + 1 or LONGEST_CHARACTERS
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence


_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
