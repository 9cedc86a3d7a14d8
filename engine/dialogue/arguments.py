"""Fills a tool's arguments from what was said, by the tool's own schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dialogue import phrases, values
from engine.dialogue.schema import Property, properties_of
from engine.dialogue.sentence import Sentence
from engine.dialogue.thesaurus import WEAK
from engine.dialogue.values import Found

SURE_WITHOUT_PREPOSITION_WORDS = 4
TITLES = frozenset(("name", "title", "label", "filename"))
FIRST_TO_LAST = ("choice", "boolean", "integer", "number", "string", "array", "object")


@dataclass
class Filling:
    """Arguments so far, what is still missing, and which words are already used up."""

    sentence: Sentence
    vocabulary: Mapping[str, float]
    home: str | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    missing: list[Property] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    rest_is_used: bool = False
    asks_for_more: bool = False

    def take(self, found: Found) -> Any:
        self.taken.update(range(found.start, found.end))
        return found.value


def fill(properties: tuple[Property, ...], filling: Filling) -> Filling:
    """Choices, switches and numbers first: what they leave over fills the strings."""
    filling.asks_for_more = any(one.required for one in properties)
    for one in sorted(properties, key=_turn):
        value = _value(one, filling)
        if value is None:
            value = one.schema.get("default") if one.required else None
        if value is not None:
            filling.arguments[one.name] = value
        elif one.required:
            filling.missing.append(one)
    return filling


def force(filling: Filling) -> dict[str, Any]:
    """The arguments with something of the right type for whatever was not said."""
    said = filling.sentence.quote(0, len(filling.sentence.words))
    blank = {"boolean": True, "integer": 0, "number": 0, "array": [], "object": {}}
    for one in filling.missing:
        filling.arguments[one.name] = one.choices[0] if one.choices else blank.get(one.kind, said)
    return filling.arguments


def _turn(one: Property) -> tuple[int, bool, bool]:
    kind = "choice" if one.choices else one.kind
    order = FIRST_TO_LAST.index(kind) if kind in FIRST_TO_LAST else len(FIRST_TO_LAST)
    return order, one.role == "free", not one.required


def _value(one: Property, filling: Filling) -> Any:
    if one.choices and one.kind != "array":
        return _choice(one, filling)
    return FILLERS.get(one.kind, _string)(one, filling)


def _choice(one: Property, filling: Filling) -> Any:
    found = values.choices(one, filling.sentence)
    return filling.take(found[0]) if found else None


def _boolean(one: Property, filling: Filling) -> Any:
    found = values.switch(one, filling.sentence)
    return filling.take(found) if found else None


def _number(one: Property, filling: Filling) -> Any:
    found = values.number(one, filling.sentence, filling.taken)
    return filling.take(found) if found else None


def _string(one: Property, filling: Filling) -> str | None:
    role = one.role
    if role == "exact":
        return None
    if one.name_stems & TITLES and (named := _called(filling)):
        return named
    if role == "sum":
        calculated = None if filling.sentence.quoted else phrases.arithmetic(filling.sentence)
        return calculated or _rest(one, filling)
    if role == "place":
        # Beside something that must be said, `to buy milk` is no place.
        is_aside = filling.asks_for_more and not one.required
        return None if is_aside else _place(one, filling)
    if role == "free":
        return _rest(one, filling)
    phrase = _phrase(one, filling)
    if phrase and role == "goal":
        return phrases.titled(phrase)
    return phrase or (_rest(one, filling) if one.required else None)


def _called(filling: Filling) -> str | None:
    span = phrases.called(filling.sentence)
    if span is None or span[0] in filling.taken:
        return None
    value: str = filling.take(Found(filling.sentence.quote(*span), span[0] - 1, span[1]))
    return value


def _place(one: Property, filling: Filling) -> str | None:
    spoken = _phrase(one, filling) or _bare(one, filling)
    if spoken and spoken.lower() not in ("here", "my city", "my town"):
        return phrases.titled(spoken)
    return filling.home if one.required or spoken else None


def _phrase(one: Property, filling: Filling) -> str | None:
    spans = [s for s in phrases.after(filling.sentence, _role(one)) if s[0] not in filling.taken]
    if not spans:
        return None
    found = [Found(filling.sentence.quote(*span), *span) for span in spans]
    filling.others[one.name] = [other.value for other in found[1:]]
    value: str = filling.take(found[0])
    filling.taken.add(found[0].start - 1)
    return value


def _role(one: Property) -> str:
    if one.name_stems & {"from", "origin", "source", "departure"}:
        return "from"
    if one.name_stems & {"to", "destination", "target"}:
        return "to"
    return one.role if one.role in phrases.PREPOSITIONS else "other"


def _bare(one: Property, filling: Filling) -> str | None:
    """`tokyo time`: no preposition says that it is a place, so only when little else was said."""
    short = len(filling.sentence.words) <= SURE_WITHOUT_PREPOSITION_WORDS
    left = phrases.leftovers(filling.sentence, filling.vocabulary, filling.taken)
    written = left is not None and left[:1].isupper() and left != filling.sentence.words[0]
    return left if one.required or short or written else None


def _rest(one: Property, filling: Filling) -> str | None:
    if filling.rest_is_used:
        return None
    if filling.sentence.quoted:
        filling.rest_is_used = True
        return filling.sentence.quoted
    if not one.required and filling.asks_for_more:
        return phrases.named(filling.sentence, filling.taken)
    filling.rest_is_used = True
    return phrases.remainder(filling.sentence, _subject(filling.vocabulary), filling.taken)


def _subject(vocabulary: Mapping[str, float]) -> Mapping[str, float]:
    """What the tool is about; the words by which its arguments are explained may be what is said."""
    return {word: weight for word, weight in vocabulary.items() if weight > WEAK}


def _array(one: Property, filling: Filling) -> list[Any] | None:
    inner = one.items
    if inner.choices:
        found = values.choices(inner, filling.sentence)
        return [filling.take(hit) for hit in found] or None
    rest = _rest(one, filling) if one.required or inner.role == "free" else None
    pieces = [piece.strip() for piece in rest.split(" and ")] if rest else []
    if inner.kind == "object":
        return [_object_of(inner, Sentence.of(piece), filling) for piece in pieces] or None
    return pieces or None


def _object(one: Property, filling: Filling) -> dict[str, Any] | None:
    inner = fill(properties_of(one.schema), Filling(filling.sentence, filling.vocabulary))
    return None if inner.missing or not inner.arguments else inner.arguments


def _object_of(one: Property, sentence: Sentence, filling: Filling) -> dict[str, Any]:
    return fill(properties_of(one.schema), Filling(sentence, filling.vocabulary)).arguments


FILLERS: dict[str, Callable[[Property, Filling], Any]] = {
    "boolean": _boolean,
    "integer": _number,
    "number": _number,
    "array": _array,
    "object": _object,
}
