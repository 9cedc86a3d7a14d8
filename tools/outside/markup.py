"""The readable text of HTML, in one pass: no parser of others, for hostile pages make those take minutes."""

from __future__ import annotations

import html
import re

# Elements of which nothing is read.
_SKIPPED = {"script", "style", "noscript", "template", "svg", "iframe", "nav", "select", "textarea"}
_BEFORE = {
    **dict.fromkeys(("p", "div", "section", "article", "main", "header", "footer", "ul"), "\n"),
    **dict.fromkeys(("ol", "dl", "dt", "dd", "table", "tr", "br", "pre", "blockquote"), "\n"),
    **dict.fromkeys(("hr", "figure", "figcaption", "form", "fieldset", "address"), "\n"),
    **{f"h{level}": "\n\n" + "#" * level + " " for level in range(1, 7)},
    "li": "\n- ",
    "td": " ",
    "th": " ",
}
_AFTER = {**dict.fromkeys(_BEFORE, "\n"), "td": " ", "th": " "}
_NAME = re.compile(r"/?[a-z][a-z0-9]*", re.IGNORECASE)
# Possessive: an end that is missing costs one look, of at most so many characters.
_TO_END = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_MOST_IN_TAG = 2_000
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")
_AROUND_LINES = re.compile(r" *\n *")
_EMPTY_LINES = re.compile(r"\n{3,}")


def readable(source: str) -> tuple[str, str]:
    """Title and text, with headings and lists marked as in Markdown."""
    reader = _Reader(source)
    reader.read()
    return _tidy(reader.title).replace("\n", " "), _tidy("".join(reader.parts))


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._folded = source.lower() if source.isascii() else _folded(source)
        self.parts: list[str] = []
        self.title = ""

    def read(self) -> None:
        at = 0
        while (begins := self._source.find("<", at)) != -1:
            self._say(self._source[at:begins])
            at = self._tag(begins)
        self._say(self._source[at:])

    def _tag(self, begins: int) -> int:
        """Where the text goes on."""
        if self._source.startswith("<!--", begins):
            return self._past("-->", begins + 4)
        name = _NAME.match(self._source, begins + 1)
        if not name:
            if self._source[begins + 1 : begins + 2] in {"!", "?", "/"}:
                return self._past(">", begins)
            self.parts.append("<")
            return begins + 1
        return self._element(name[0].lower(), self._tag_end(name.end()))

    def _element(self, name: str, ends: int) -> int:
        if name == "title" and not self.title:
            closing = self._folded.find("</title", ends)
            self.title = _unescaped(self._source[ends : closing if closing > 0 else ends])
            return self._past("</title", ends)
        if name in _SKIPPED:
            return self._past(f"</{name}", ends)
        table, key = (_AFTER, name[1:]) if name.startswith("/") else (_BEFORE, name)
        self.parts.append(table.get(key, ""))
        return ends

    def _tag_end(self, at: int) -> int:
        found = _TO_END.match(self._source, at, at + _MOST_IN_TAG)
        return found.end() if found else self._past(">", at)

    def _past(self, what: str, at: int) -> int:
        """Without it the rest is no text."""
        found = self._folded.find(what, at)
        if found == -1:
            return len(self._source)
        return found + len(what) if what.endswith(">") else self._past(">", found)

    def _say(self, text: str) -> None:
        if text:
            self.parts.append(_unescaped(text.replace("\n", " ")))


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character's number of thousands of digits
        return text


def _folded(source: str) -> str:
    """In small letters, each in its place: `lower` makes some characters two."""
    return re.sub(r"[A-Z]+", lambda found: found[0].lower(), source)


def _tidy(text: str) -> str:
    text = _AROUND_LINES.sub("\n", _SPACES.sub(" ", text))
    return _EMPTY_LINES.sub("\n\n", text).strip()
