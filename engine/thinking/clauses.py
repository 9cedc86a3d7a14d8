"""Cuts a text that is still being written into clauses to speak, the first one early."""

import re

# A clause needs no more than this to be spoken; the first one is not made to wait for its sentence.
SHORTEST_CHARS = 16
SHORTEST_PHRASE_CHARS = 80
LONGEST_CHARS = 240
FENCE = "```"
CODE = "The code is left out here."

_CLOSING = r"[\"'\u201d\u2019\u00bb)\]*_]*"
_SENTENCE = re.compile(rf"(?:[.!?\u2026]+{_CLOSING}(?=\s)|[\u3002\uff01\uff1f]+{_CLOSING})")
_PHRASE = re.compile(r"[,;:](?=\s)|[\u3001\uff0c\uff1b\uff1a]|\s[\u2013\u2014-](?=\s)")
_LINE = re.compile(r"\s*\n\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'\u201c])(?:mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|approx|vol|fig|inc|ltd|dept|"
    r"[a-z]|(?:[a-z]\.)+[a-z])\.$",
    re.I,
)
_NUMBERED = re.compile(r"(?:^|\n)\s*(?:[-*\u2022]\s+)?\d{1,3}[.)]$")
_I_ALONE = re.compile(r"(?:^|\s)I\.$")


class Clauses:
    """Feed it pieces of any size; it gives what is complete, stripped, markdown still in it."""

    def __init__(self) -> None:
        self._text = ""
        self._first = True
        self._in_code = False

    def feed(self, piece: str) -> list[str]:
        self._text += piece
        found: list[str] = []
        while (cut := self._next_cut()) is not None:
            found += self._take(cut)
        return found

    def flush(self) -> list[str]:
        """The text is complete: whatever is left."""
        found = self.feed(" ")
        rest, self._text = self._text.strip(), ""
        is_code = self._in_code or rest.startswith(FENCE)
        return found + ([rest] if rest and not is_code else [])

    def _take(self, cut: int) -> list[str]:
        line_ends = "\n" in self._text[:cut]
        clause, self._text = self._text[:cut].strip(), self._text[cut:]
        if clause.startswith(FENCE):
            self._in_code = not self._in_code
            return [CODE] if self._in_code else []
        if self._in_code or not clause:
            return []
        self._first = False
        return [_closed(clause) if line_ends else clause]

    def _next_cut(self) -> int | None:
        self._text = self._text.lstrip() if not self._in_code else self._text
        line = _LINE.search(self._text)
        if self._in_code or _may_be_fence(self._text):
            # Code is taken line by line.
            return line.end() if line else None
        ends = [end for end in (self._sentence(), self._phrase(), line and line.end()) if end]
        return min(ends) if ends else self._too_long()

    def _sentence(self) -> int | None:
        for found in _SENTENCE.finditer(self._text):
            if self._is_end(found.start(), found.end()):
                return found.end()
        return None

    def _phrase(self) -> int | None:
        shortest = SHORTEST_CHARS if self._first else SHORTEST_PHRASE_CHARS
        for found in _PHRASE.finditer(self._text):
            if found.end() >= shortest and _outside_brackets(self._text[: found.end()]):
                return found.end()
        return None

    def _too_long(self) -> int | None:
        if len(self._text) <= LONGEST_CHARS:
            return None
        space = self._text.rfind(" ", 0, LONGEST_CHARS)
        return space if space > 0 else LONGEST_CHARS

    def _is_end(self, start: int, end: int) -> bool:
        before = self._text[:end]
        if not _outside_brackets(before):
            return False
        if before[start] != "." or before[start : start + 2] == "..":
            return True
        dotted = before[: start + 1]
        abbreviated = _ABBREVIATION.search(dotted) and not _I_ALONE.search(dotted)
        return not abbreviated and not _NUMBERED.search(dotted)


def _outside_brackets(text: str) -> bool:
    """A link is not torn apart; one that never closes holds nothing up for long."""
    return text.count("[") <= text.count("]") or len(text) > LONGEST_CHARS


def _may_be_fence(text: str) -> bool:
    return bool(text) and FENCE.startswith(text[: len(FENCE)])


def _closed(line: str) -> str:
    """A line without a full stop gets one: lists and headings are spoken with pauses."""
    bare = line.rstrip("*_` ")
    return line if not bare or bare[-1] in ".!?\u2026:;,\u3002\uff01\uff1f|" else f"{line}."
