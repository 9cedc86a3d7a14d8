"""Tags of our templates."""

import pytest

from chat.templatetags.parley import as_call, pairs, seconds


@pytest.mark.parametrize(("milliseconds", "said"), [(80, "0.1"), (1_440, "1.4"), (6_200, "6")])
def test_seconds_are_exact_only_where_that_matters(milliseconds: int, said: str) -> None:
    assert seconds(milliseconds) == said


def test_a_result_reads_as_on_the_wire() -> None:
    named = {"items": "two", "done": True, "near": None, "at": {"city": "Zürich"}}
    shown = [("items", "two"), ("done", "true"), ("near", "null"), ("at", '{"city": "Zürich"}')]
    assert pairs(named) == shown


def test_a_call_shows_its_arguments_as_json() -> None:
    assert as_call({"query": "it's", "limit": 5}) == 'query="it\'s", limit=5'
