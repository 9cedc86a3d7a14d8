"""Finds which of a session's tools fits what was said, from the tools' own words."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dialogue import deeds, phrases
from engine.dialogue.exchange import Tool
from engine.dialogue.schema import Property, properties_of
from engine.dialogue.sentence import Sentence, alike, plain, stem, word_set
from engine.dialogue.thesaurus import IN_NAME, STOPWORDS, TOOL_TALK, WEAK, WEAK_VERBS, near

IN_ENUM, IN_HEADLINE, IN_PROPERTY, IN_DESCRIPTION = 2.5, 2.3, 1.2, 1.0
HEADLINE_WORDS = 2  # of a description: what the tool is about
NEIGHBOUR_SHARE = 0.75
CLOSE_ENOUGH = 0.86
SHORTEST_FUZZY = 5
ENOUGH = 1.7
ENOUGH_FOR_A_STATEMENT = 4.5
SUBORDINATE = word_set("that called named titled saying")
TO_DO = re.compile(r"\bto do\b")
STATEMENT = re.compile(
    r"^(?:(?:and|so|well|oh|but) )?(?:i|he|she|it|they|we|that|this|my|there|you|thanks|thank|yes|no"
    r"|the|because)\b"
)
REQUEST = re.compile(
    r"\bi (?:want|need|would like|wish)\b|\bplease\b|\b(?:can|could|would|will) you\b|\byou (?:can|should)\b"
    r"|\b(?:what|which|when|where|how|who) (?:is|are|time|day|do|does|many|much)\b|\btell me\b"
)


@dataclass(frozen=True)
class Candidate:
    """A tool, its arguments' schema read, and the weight of each word that speaks for it."""

    name: str
    description: str
    properties: tuple[Property, ...]
    vocabulary: Mapping[str, float]

    @property
    def title(self) -> str:
        return " ".join(words_of(self.name))


class Toolbox:
    """The function tools of one request."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        functions = [tool for tool in tools if tool.get("type", "function") == "function"]
        self.candidates = [_candidate(tool) for tool in functions if tool.get("name")]
        self._rarity = _rarities(self.candidates)

    def named(self, name: str) -> Candidate | None:
        return next((one for one in self.candidates if one.name == name), None)

    def best(self, sentence: Sentence) -> Candidate | None:
        """The tool that fits, or None when nothing fits well enough to be called."""
        enough = ENOUGH if is_request(sentence) else ENOUGH_FOR_A_STATEMENT
        nearest = self.nearest(sentence)
        return nearest if nearest and self.worth(nearest, sentence) >= enough else None

    def nearest(self, sentence: Sentence) -> Candidate | None:
        scored = [(*self._rank(one, sentence), -i) for i, one in enumerate(self.candidates)]
        return self.candidates[-max(scored)[-1]] if scored else None

    def worth(self, candidate: Candidate, sentence: Sentence) -> float:
        """How much of what was said speaks for this tool, whatever speaks for others."""
        return sum(weight for _, weight in self._hits(candidate, sentence))

    def _rank(self, candidate: Candidate, sentence: Sentence) -> tuple[float, int]:
        """Among several: what only this one is about counts more; of equals the plainer name."""
        rare = (w * self._rarity.get(found, 1.0) for found, w in self._hits(candidate, sentence))
        words = words_of(candidate.name)
        score = sum(rare)
        return (score + deeds.likeness(sentence, words) if score else 0.0), -len(words)

    def _hits(self, candidate: Candidate, sentence: Sentence) -> list[tuple[str, float]]:
        return [self._hit(candidate.vocabulary, word) for word in _telling(sentence)]

    def _hit(self, vocabulary: Mapping[str, float], word: str) -> tuple[str, float]:
        """The word of the tool that this one stands for, and what that is worth."""
        own = stem(word)
        share = NEIGHBOUR_SHARE / 2 if own in self._rarity else NEIGHBOUR_SHARE
        near_by = [(vocabulary[o] * share, o) for o in near(word) if o in vocabulary]
        if own in vocabulary:
            near_by.append((vocabulary[own], own))
        if not near_by:
            return own, _fuzzy(vocabulary, own)
        weight, found = max(near_by)
        return found, weight


def is_request(sentence: Sentence) -> bool:
    """A question or a wish, and not something that the person merely tells."""
    return bool(REQUEST.search(sentence.text)) or not STATEMENT.search(sentence.text)


def words_of(name: str) -> list[str]:
    """`getCurrent_time` as `get current time`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [plain(word) for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def _telling(sentence: Sentence) -> set[str]:
    """The words that say what is wanted; a sum wants a calculation, and its `times` no clock."""
    words = _meaning(_wish(sentence.plain)) or _meaning(sentence.plain)
    if TO_DO.search(sentence.text):
        words = (words - phrases.TEMPORAL) | {"todo"}
    return (words - {"times"}) | {"calculate"} if phrases.arithmetic(sentence) else words


def _wish(plain: tuple[str, ...]) -> tuple[str, ...]:
    """`make a note` of `make a note that the door code is 7`: the rest is what goes into it."""
    joint = next((i for i, word in enumerate(plain) if word in SUBORDINATE), len(plain))
    return plain[:joint]


def _meaning(plain: tuple[str, ...]) -> set[str]:
    return {word for word in plain if word not in STOPWORDS}


def _candidate(tool: Tool) -> Candidate:
    name, description = str(tool["name"]), str(tool.get("description") or "")
    schema: Any = tool.get("parameters")
    properties = properties_of(schema if isinstance(schema, Mapping) else {})
    return Candidate(name, description, properties, _vocabulary(name, description, properties))


def _vocabulary(name: str, description: str, properties: Sequence[Property]) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    for one in properties:
        _put(weights, Sentence.of(one.description).plain, WEAK)
        _put(weights, words_of(one.name), IN_PROPERTY)
        for value in one.choices:
            _put(weights, words_of(str(value)), IN_ENUM)
    told = [word for word in words_of(description) if _tells(word)]
    _put(weights, told, IN_DESCRIPTION)
    _put(weights, told[:HEADLINE_WORDS], IN_HEADLINE)
    _put(weights, words_of(name), IN_NAME)
    return weights


def _put(weights: dict[str, float], words: Sequence[str], weight: float) -> None:
    for word in words:
        if word in STOPWORDS or (weight < IN_ENUM and not _tells(word)):
            continue
        worth = min(weight, WEAK) if word in WEAK_VERBS else weight
        weights[stem(word)] = max(weights.get(stem(word), 0.0), worth)


def _tells(word: str) -> bool:
    return word not in STOPWORDS and stem(word) not in TOOL_TALK


def _rarities(candidates: Sequence[Candidate]) -> Mapping[str, float]:
    """A word that many tools share says little about which of them is meant."""
    total = len(candidates)
    shared: dict[str, int] = {}
    for candidate in candidates:
        for word in candidate.vocabulary:
            shared[word] = shared.get(word, 0) + 1
    if total < 2:
        return {}
    return {w: max(0.35, math.log(1 + total / n) / math.log(1 + total)) for w, n in shared.items()}


def _fuzzy(vocabulary: Mapping[str, float], word: str) -> float:
    if len(word) < SHORTEST_FUZZY:
        return 0.0
    close = [w for known, w in vocabulary.items() if _close(known, word)]
    return max(close, default=0.0) * NEIGHBOUR_SHARE


def _close(known: str, word: str) -> bool:
    return len(known) >= SHORTEST_FUZZY and alike(known, word) >= CLOSE_ENOUGH
