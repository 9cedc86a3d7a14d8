"""What a person said, as words that can be compared and as words that can be quoted."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

CONTRACTIONS = (
    (r"\b(what|who|where|when|how|that|there|it|he|she|here|name)['\u2019]s\b", r"\1 is"),
    (r"\b(what|who|where|how|that)s\b", r"\1 is"),
    (r"\b(i)['\u2019]?m\b", r"\1 am"),
    (r"\b(you|we|they)['\u2019]re\b", r"\1 are"),
    (r"\b(i|you|we|they)['\u2019]ve\b", r"\1 have"),
    (r"\b(i|you|we|they|it)['\u2019]ll\b", r"\1 will"),
    (r"\b(i|you|we|they)['\u2019]d\b", r"\1 would"),
    (r"\bcan['\u2019]t\b", "can not"),
    (r"\b(do|does|did|is|are|was|would|could|should)n['\u2019]t\b", r"\1 not"),
)
WORD = re.compile(r"[^\s,;!?\"\u201c\u201d()]+|[,;]")
QUOTED = re.compile('["\u201c]([^"\u201d]+)["\u201d]|`([^`]+)`')
SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Sentence:
    """`words` as they were said, `plain` the same lower-cased, without accents."""

    words: tuple[str, ...]
    quoted: str = ""

    @classmethod
    def of(cls, text: str) -> "Sentence":
        found = (word.strip(".:") for word in WORD.findall(expand(text)))
        quoted = QUOTED.search(text)
        exact = (quoted[1] or quoted[2]) if quoted else ""
        return cls(tuple(w for w in found if w and w not in ",;"), exact)

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(plain(word) for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(self.plain)

    def quote(self, start: int, end: int) -> str:
        return " ".join(self.words[start:end])

    def part(self, start: int, end: int | None = None) -> "Sentence":
        return Sentence(self.words[start:end], self.quoted)


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def expand(text: str) -> str:
    """Contractions written out, so that one pattern serves both ways of saying it."""
    for pattern, full in CONTRACTIONS:
        text = re.sub(pattern, full, text, flags=re.IGNORECASE)
    return text


def plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A rough English stem: enough to see that `reminders` and `remind` are near."""
    for suffix, instead in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)] + instead
    return word


def alike(one: str, other: str) -> float:
    """From 0 to 1: how near two words are to each other for a recogniser's ear."""
    if one == other:
        return 1.0
    return max(_ratio(one, other), _ratio(_sound(one), _sound(other)) * 0.95)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    for letters, sound in (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("c", "k"), ("z", "s")):
        word = word.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", word)
