"""What people read of a tool call."""

import pytest

from chat.models import ToolCall


@pytest.mark.parametrize(
    ("name", "title"), [("get_current_time", "Look up the time"), ("long_gone", "long_gone")]
)
def test_a_call_has_a_title_for_people(name: str, title: str) -> None:
    assert ToolCall(name=name).title == title


@pytest.mark.parametrize(
    ("output", "found"),
    [
        (None, {}),
        ({"success": True, "message": "It is noon.", "result": {"zone": "UTC"}}, {"zone": "UTC"}),
        ({"success": True, "message": "Three.", "result": 3}, {"result": 3}),
        ({"success": False, "message": "No.", "error": "denied"}, {"error": "denied"}),
    ],
)
def test_what_came_of_it_stands_beside_the_sentence(output: object, found: object) -> None:
    assert ToolCall(output=output).found == found
