"""Reads the JSON Schema of a tool's parameters into the little that a dialogue can fill."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dialogue.sentence import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


PLACE = _stems("city place location timezone zone country where region town area state address")
GOAL = _stems("destination origin from recipient to receiver target language person contact guest")
SUM = _stems("expression formula calculation arithmetic equation math")
FREE = _stems(
    "text query content message note question search title subject body prompt term keyword "
    "phrase fact description task item topic reminder summary label"
)
PLAIN_WORDS = "some plain words"
DIRECTIONS = _stems("from to")  # of an argument's name; in a description they say nothing
DATED = frozenset({"date", "date-time", "time", "duration", "uuid", "email", "uri"})


@dataclass(frozen=True)
class Property:
    """One argument: its type, what may stand in it, and whether it must."""

    name: str
    kind: str
    description: str
    required: bool
    choices: tuple[Any, ...]
    schema: Mapping[str, Any]

    @property
    def stems(self) -> frozenset[str]:
        return self.name_stems | frozenset(stem(word) for word in _words(self.description))

    @property
    def name_stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in _words(self.name))

    @property
    def title(self) -> str:
        return " ".join(_words(self.name))

    @property
    def role(self) -> str:
        """What a string stands for: place, goal, sum, free, exact or other."""
        if self.schema.get("format") in DATED or _wants_a_form(self.schema.get("pattern")):
            return "exact"
        for stems in (self.name_stems, self.stems - DIRECTIONS):
            for role, words in (("goal", GOAL), ("place", PLACE), ("sum", SUM), ("free", FREE)):
                if stems & words:
                    return role
        return "other"

    @property
    def items(self) -> "Property":
        """What an array holds."""
        inner = self.schema.get("items")
        return _property(self.name, inner if isinstance(inner, Mapping) else {}, True)


def properties_of(schema: Mapping[str, Any]) -> tuple[Property, ...]:
    """The properties of an object schema; required ones first, else in their own order."""
    inner = schema.get("properties")
    required = schema.get("required")
    needed = set(required) if isinstance(required, Sequence) else set()
    named = inner.items() if isinstance(inner, Mapping) else ()
    found = [_property(n, one, n in needed) for n, one in named if isinstance(one, Mapping)]
    return tuple(sorted(found, key=lambda one: not one.required))


def _property(name: str, schema: Mapping[str, Any], required: bool) -> Property:
    real = _real(schema)
    description = str(schema.get("description") or real.get("description") or "")
    choices = real.get("enum")
    if "const" in real:
        choices = [real["const"]]
    listed = tuple(one for one in choices if one is not None) if isinstance(choices, list) else ()
    return Property(name, _kind(real, listed), description, required, listed, real)


def _wants_a_form(pattern: object) -> bool:
    """Whether plain words do not fit it; one that only wants something to be there is none."""
    if not isinstance(pattern, str) or not pattern:
        return False
    try:
        return re.search(pattern, PLAIN_WORDS) is None
    except re.error:
        return True


def _real(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The alternative that is not null, where the schema offers several."""
    for key in ("anyOf", "oneOf", "allOf"):
        options = schema.get(key)
        if isinstance(options, list):
            real = [o for o in options if isinstance(o, Mapping) and o.get("type") != "null"]
            return real[0] if real else schema
    return schema


def _kind(schema: Mapping[str, Any], choices: Sequence[Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), None)
    if isinstance(kind, str):
        return kind
    if "properties" in schema:
        return "object"
    return "string" if not choices or isinstance(choices[0], str) else "number"


def _words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", spaced)]
