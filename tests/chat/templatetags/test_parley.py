"""Tags of our templates."""

import pytest

from chat.templatetags.parley import as_call, lasted, pairs, seconds, shortened


@pytest.mark.parametrize(("milliseconds", "said"), [(80, "0.1"), (1_440, "1.4"), (6_200, "6")])
def test_seconds_are_exact_only_where_that_matters(milliseconds: int, said: str) -> None:
    assert seconds(milliseconds) == said


def test_a_result_reads_as_on_the_wire_its_parts_in_lines() -> None:
    named = {"items": "two", "done": True, "near": None, "at": {"city": "Zürich"}}
    at = '{\n  "city": "Zürich"\n}'
    assert pairs(named) == [("items", "two"), ("done", "true"), ("near", "null"), ("at", at)]


def test_of_a_long_result_the_beginning_is_shown_and_how_much_is_left() -> None:
    ((_, value),) = pairs({"text": "x" * 5_000})
    assert value.endswith("x… (1,000 characters more)")
    assert pairs(dict.fromkeys(map(str, range(50)), 1))[-1] == ("…", "10 more")


@pytest.mark.parametrize(("seconds_", "said"), [(0.034, "34 ms"), (1.44, "1.4 s"), (12, "12.0 s")])
def test_how_long_it_took(seconds_: float, said: str) -> None:
    assert lasted(seconds_) == said


def test_a_preview_is_one_line() -> None:
    assert shortened("one\n\ntwo ") == "one two"
    assert (len(shortened("word " * 500)), shortened("word " * 500)[-1]) == (200, "…")


def test_a_call_shows_its_arguments_as_json() -> None:
    assert as_call({"query": "it's", "limit": 5}) == 'query="it\'s", limit=5'
