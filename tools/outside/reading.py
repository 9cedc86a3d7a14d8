"""What of a page a model is given: readable text, as much of it as fits."""

from __future__ import annotations

import re
from typing import NamedTuple

from tools.outside import markup
from tools.outside.errors import Unreachable
from tools.outside.fetching import Page

MOST_BYTES = 11_000  # with what JSON adds it stays below what one item of a session takes
_HTML = {"text/html", "application/xhtml+xml"}
_PLAIN = re.compile(r"text/[\w.+-]+|application/([\w.-]+\+)?(json|xml|yaml|javascript)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Not every codec of Python's: some are no character set, and some take their time.
_KNOWN = re.compile(
    r"utf-?(8|16|16le|16be)|us-ascii|latin-?1|iso-?8859-\d+|windows-125\d|cp125\d|koi8-[ru]|"
    r"gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift[_-]jis|iso-2022-jp",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_IN_HEAD = 2_048


class Readable(NamedTuple):
    title: str
    text: str


class Part(NamedTuple):
    """`next_start`: where the text goes on; None at its end."""

    text: str
    next_start: int | None


def read(page: Page) -> Readable:
    """Raises Unreachable for what is no text."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind in _HTML:
        title, text = markup.readable(_text(page, look_inside=True))
        return Readable(title, text)
    if not kind or _PLAIN.fullmatch(kind):
        return Readable("", _text(page, look_inside=False).strip())
    raise Unreachable("not_text", f"That is no text but {kind[:60]}, which cannot be read here.")


def part(text: str, start: int, most: int = MOST_BYTES) -> Part:
    found = text[start : start + most].encode()[:most].decode(errors="ignore")
    end = start + len(found)
    return Part(found, end if end < len(text) else None)


def _text(page: Page, *, look_inside: bool) -> str:
    named = _CHARSET.search(page.content_type)
    if named is None and look_inside:
        named = _CHARSET.search(page.body[:_IN_HEAD].decode("latin-1"))
    charset = named[1] if named and _KNOWN.fullmatch(named[1]) else "utf-8"
    return _NO_TEXT.sub("", page.body.decode(charset, errors="replace").replace("\r\n", "\n"))
