"""Words as they are stored and compared: on one line, without what no database takes, without accents."""

from __future__ import annotations

import unicodedata

UNSTORABLE = {"Cc", "Cs"}
# What shows nothing and turns or hides what stands beside it, as a name must not.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LINES = "\n\t"
# Letters that Unicode does not take apart into a letter and its accent.
WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)


def tidied(text: str) -> str:
    """One line without control characters and halves of letters, which no database stores."""
    kept = (" " if unicodedata.category(one) in UNSTORABLE else one for one in text)
    return " ".join("".join(kept).split())


def storable(text: str) -> str:
    """The same with its lines and tabs as they were."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in lines if one in LINES or unicodedata.category(one) not in UNSTORABLE)
    return "".join(kept)


def seen(text: str) -> str:
    """One line of what can be seen: for a name, which must not pass for another."""
    normal = unicodedata.normalize("NFC", text)
    kept = (" " if one in LINES else one for one in normal)
    return " ".join("".join(one for one in kept if unicodedata.category(one) not in UNSEEN).split())


def folded(text: str) -> str:
    """What two texts have in common that differ in accents and case only."""
    bare = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return "".join(bare).casefold().translate(WHOLE_LETTERS)
