"""The model is asked once to say that something takes a while: in a silence, and not when it is over."""

from typing import Any

from chat.realtime.reminding import Reminding
from chat.realtime.response_gate import TAKEN
from chat.services.reminders import Reminder

WAITS = Reminder("call_1", 0.0, {"tool_choice": "none"})
WORKS = Reminder("call_1", 4.0, {"tool_choice": "none"})


def reminding(reminder: Reminder) -> Reminding:
    found = Reminding()
    found.add(reminder, now=100.0)
    return found


def due(found: Reminding, now: float) -> Any:
    return found.due(now, {})


def test_what_waits_is_said_at_once_and_once() -> None:
    found = reminding(WAITS)
    asked = due(found, 100.0)
    assert (asked["type"], asked["response"]) == ("response.create", {"tool_choice": "none"})
    assert due(found, 200.0) is None


def test_what_works_is_said_after_a_silence() -> None:
    found = reminding(WORKS)
    assert due(found, 103.9) is None
    found.hear({"type": "response.done"}, now=103.9)
    assert due(found, 104.1) is None
    assert due(found, 108.0)


def test_nobody_is_spoken_over() -> None:
    found = reminding(WAITS)
    found.hear({"type": "input_audio_buffer.speech_started"}, now=101.0)
    assert due(found, 110.0) is None
    found.hear({"type": "input_audio_buffer.committed"}, now=111.0)
    assert due(found, 111.0)


def test_nothing_is_said_of_what_is_over() -> None:
    found = reminding(WORKS)
    item = {"type": "function_call_output", "call_id": "call_1"}
    found.hear({"type": "conversation.item.added", "item": item}, now=101.0)
    assert due(found, 200.0) is None


def test_it_is_asked_again_when_another_response_was_first() -> None:
    found = reminding(WAITS)
    asked = due(found, 100.0)
    found.hear({"type": "error", "error": {"event_id": asked["event_id"], "code": TAKEN}}, 101.0)
    assert due(found, 102.0)


def test_in_writing_where_answers_are_written() -> None:
    manner = {"response": {"output_modalities": ["text"]}}
    asked = reminding(WAITS).due(100.0, manner)
    assert asked
    assert asked["response"] == {"tool_choice": "none", "output_modalities": ["text"]}
