"""What a server says of a tool becomes what may be offered."""

import pytest

from tools.outside.errors import Unreachable
from tools.registry import NAME
from tools.remote.definitions import Definition, name_of

PLAIN = {"type": "object"}


@pytest.mark.parametrize(
    "other",
    [
        Definition("other", "Weather.", PLAIN),
        Definition("forecast", "Weather!", PLAIN),
        Definition("forecast", "Weather.", {"type": "object", "title": "x"}),
    ],
)
def test_another_name_description_or_schema_is_another_digest(other: Definition) -> None:
    assert other.digest != Definition("forecast", "Weather.", PLAIN).digest


def test_the_order_of_a_schema_is_none() -> None:
    one = Definition("a", "", {"type": "object", "title": "x"})
    assert one.digest == Definition("a", "", {"title": "x", "type": "object"}).digest


@pytest.mark.parametrize("name", ["get_forecast", "a.b/c", "x" * 128, "größe", "a__b"])
def test_a_name_is_one_that_the_provider_takes(name: str) -> None:
    assert NAME.fullmatch(name_of("a-server-of-24-characters"[:24], name))


def test_names_that_must_be_changed_do_not_meet() -> None:
    names = ["a.b", "a/b", "a_b", "x" * 70, "x" * 71]
    assert len({name_of("weather", name) for name in names}) == len(names)


def test_a_description_is_cut_and_hides_nothing() -> None:
    offered = Definition("a", "evil\u202etxt\x00" + "x" * 5_000, PLAIN).offered()
    assert offered["description"].startswith("evil txt x")
    assert len(offered["description"]) == 1_000


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"type": "thing"}}},
        {"type": "object", "properties": {"a": {"enum": ["\x00"]}}},
        {"type": "object", "properties": {"a": {"enum": ["x" * 20_000]}}},
        {"type": "object", "properties": {"a": {"const": "\ud800"}}},
    ],
)
def test_parameters_that_no_session_could_be_told_of_are_refused(schema: dict[str, object]) -> None:
    with pytest.raises(Unreachable):
        Definition("a", "", schema).offered()
