"""Values: choices, switches and numbers."""

from typing import Any

import pytest

from engine.dialogue import values
from engine.dialogue.schema import Property, properties_of
from engine.dialogue.sentence import Sentence


def argument(name: str, **schema: Any) -> Property:
    (one,) = properties_of({"properties": {name: schema}})
    return one


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("the living room and the attic", ["living_room", "attic"]),
        ("in the atic", ["attic"]),
        ("in the garden", []),
    ],
)
def test_it_finds_choices_even_when_misheard(said: str, found: list[str]) -> None:
    room = argument("room", enum=["kitchen", "living_room", "attic"])
    assert [hit.value for hit in values.choices(room, Sentence.of(said))] == found


@pytest.mark.parametrize(
    ("said", "on"),
    [("turn it on", True), ("turn it off please", False), ("without sound", False), ("yes", True)],
)
def test_it_reads_a_switch(said: str, on: bool) -> None:
    found = values.switch(argument("power", type="boolean"), Sentence.of(said))
    assert found is not None
    assert found.value is on


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("duration_seconds", "for five minutes", 300),
        ("minutes", "in an hour", 60),
        ("minutes", "two hours and ten minutes", 10),
        ("level", "to thirty percent", 30),
        ("count", "four of them", 4),
    ],
)
def test_it_reads_a_number_in_the_unit_that_is_wanted(name: str, said: str, value: int) -> None:
    found = values.number(argument(name, type="integer"), Sentence.of(said), ())
    assert found is not None
    assert found.value == value


def test_a_number_is_used_once() -> None:
    assert values.number(argument("n", type="integer"), Sentence.of("one apple"), {0}) is None


@pytest.mark.parametrize(
    ("said", "choices", "value"),
    [
        ("set it to twenty", (10, 20, 30), 20),
        ("set it to two", ("1", "2"), "2"),
        ("the bed room", ("bedroom", "kitchen"), "bedroom"),
        ("the living rum", ("living_room", "kitchen"), "living_room"),
    ],
)
def test_a_choice_is_found_in_words_that_were_heard_wrongly(
    said: str, choices: tuple[object, ...], value: object
) -> None:
    one = argument("level", enum=list(choices))
    assert [found.value for found in values.choices(one, Sentence.of(said))] == [value]
