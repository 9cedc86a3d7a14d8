"""Makes of a clause in markdown what can be read aloud."""

import re

_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}\.?$|^[\s|:.-]+$")
_OPENING = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+•]\s+(?:\[[ xX]\]\s+)?)+")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?https?://(?:www\.)?([^\s/>)]+)[^\s>)]*>?")
_CELLS = re.compile(r"\s*\|\s*")
_STRONG = re.compile(r"\*\*|__|~~|`+")
_TIMES = re.compile(r"(?<=\d)\s*\*\s*(?=\d)")
_STAR = re.compile(r"\*")
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)")
_SNAKE = re.compile(r"(?<=\w)_(?=\w)")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
# Emoji, dingbats, their joiners and variations.
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f\u20e3]")
_SAYABLE = re.compile(r"\w")


def aloud(clause: str) -> str:
    """Empty when nothing in it can be said."""
    if _RULE.match(clause):
        return ""
    text = _OPENING.sub("", clause)
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _ADDRESS.sub(r"\1", text)
    text = _unmarked(_cells(text))
    text = " ".join(_PICTURE.sub("", _TAG.sub("", text)).split())
    return text if _SAYABLE.search(text) else ""


def _cells(text: str) -> str:
    """A row of a table as a list."""
    stripped = text.strip().rstrip(".")
    if not (stripped.startswith("|") and stripped.endswith("|")):
        return text
    return ", ".join(cell for cell in _CELLS.split(stripped) if cell) + "."


def _unmarked(text: str) -> str:
    text = _TIMES.sub(" times ", _STRONG.sub("", text))
    return _SNAKE.sub(" ", _EMPHASIS.sub("", _STAR.sub("", text)))
