"""One response at a time, whoever started the one that runs."""

from typing import Any

from chat.realtime.response_gate import TAKEN, ResponseGate


def response(kind: str, name: str) -> dict[str, Any]:
    return {"type": f"response.{kind}", "response": {"id": name}}


def refused(event_id: str | None, code: str = TAKEN) -> dict[str, Any]:
    return {"type": "error", "error": {"code": code, "event_id": event_id}}


def asked(gate: ResponseGate) -> str:
    event = gate.due()
    assert event is not None
    assert event["type"] == "response.create"
    return str(event["event_id"])


def test_it_asks_at_once_when_nothing_runs() -> None:
    gate = ResponseGate()
    assert gate.due() is None
    gate.request()
    assert asked(gate)
    assert gate.due() is None


def test_asking_twice_meanwhile_is_asking_once() -> None:
    gate = ResponseGate()
    for _ in range(3):
        gate.request()
    asked(gate)
    gate.hear(response("created", "r1"))
    gate.hear(response("done", "r1"))
    assert gate.due() is None


def test_it_waits_for_the_end_of_every_response_that_runs() -> None:
    gate = ResponseGate()
    gate.hear(response("created", "r1"))
    gate.hear(response("created", "r2"))
    gate.request()
    gate.hear(response("done", "r1"))
    assert gate.due() is None
    gate.hear(response("done", "r2"))
    assert asked(gate)


def test_one_that_was_refused_is_asked_again_after_the_running_one() -> None:
    gate = ResponseGate()
    gate.request()
    gate.hear(refused(asked(gate)))
    assert gate.due() is None
    gate.hear(response("done", "unheard"))
    assert asked(gate)


def test_a_refusal_counts_after_somebody_else_s_response_was_taken_for_ours() -> None:
    gate = ResponseGate()
    gate.request()
    ours = asked(gate)
    gate.hear(response("created", "of voice detection"))
    gate.hear(refused(ours))
    gate.hear(response("done", "of voice detection"))
    assert asked(gate)


def test_another_s_error_changes_nothing() -> None:
    gate = ResponseGate()
    gate.request()
    asked(gate)
    for error in (
        refused("other"),
        refused(None),
        {"type": "error"},
        {"type": "error", "error": 1},
    ):
        gate.hear(error)
    gate.hear(response("done", "x"))
    assert gate.due() is None


def test_one_refused_for_another_reason_is_given_up() -> None:
    gate = ResponseGate()
    gate.request()
    gate.hear(refused(asked(gate), "invalid_value"))
    assert gate.due() is None
    gate.request()
    assert asked(gate)


def came(item_id: str) -> dict[str, Any]:
    return {"type": "conversation.item.added", "item": {"id": item_id}}


def test_an_item_that_was_answered_since_it_came_is_not_asked_for() -> None:
    gate = ResponseGate()
    for event in (came("a"), response("created", "r1"), response("done", "r1")):
        gate.hear(event)
    gate.request("a")
    assert gate.due() is None
    gate.hear(came("b"))
    gate.request("b")
    assert asked(gate)


def test_an_item_that_comes_while_a_response_runs_waits_for_its_own() -> None:
    gate = ResponseGate()
    gate.hear(response("created", "r1"))
    gate.hear(came("a"))
    gate.request("a")
    assert gate.due() is None
    gate.hear(response("done", "r1"))
    assert asked(gate)


def test_an_answer_that_begins_while_one_waits_to_ask_is_enough() -> None:
    gate = ResponseGate()
    gate.hear(response("created", "r1"))
    gate.hear(came("a"))
    gate.request("a")
    gate.hear(response("created", "of voice detection"))
    for name in ("r1", "of voice detection"):
        gate.hear(response("done", name))
    assert gate.due() is None


def test_refused_for_a_response_that_knows_the_item_it_is_content() -> None:
    gate = ResponseGate()
    gate.hear(came("a"))
    gate.request("a")
    ours = asked(gate)
    gate.hear(response("created", "the browser's"))
    gate.hear(refused(ours))
    gate.hear(response("done", "the browser's"))
    assert gate.due() is None


def test_what_a_tool_is_owed_is_asked_again_with_what_a_browser_wanted() -> None:
    gate = ResponseGate()
    gate.hear(came("a"))
    gate.request("a")
    gate.request()
    ours = asked(gate)
    gate.hear(response("created", "the browser's"))
    gate.hear(refused(ours))
    gate.hear(response("done", "the browser's"))
    assert asked(gate)


def test_a_response_out_of_band_answers_nothing() -> None:
    gate = ResponseGate()
    gate.hear(came("a"))
    aside = {"id": "r1", "conversation_id": None}
    gate.hear({"type": "response.created", "response": aside})
    gate.hear(response("done", "r1"))
    gate.request("a")
    assert asked(gate)


def test_one_that_is_asked_for_quietly_is_written_and_so_is_what_its_tools_lead_to() -> None:
    gate = ResponseGate()
    gate.hear(came("typed"))
    gate.request("typed", quietly=True)
    written = {"output_modalities": ["text"]}
    assert (gate.due() or {})["response"] == written
    gate.hear(response("created", "r1"))
    gate.request()
    gate.hear(response("done", "r1"))
    assert (gate.due() or {})["response"] == written


def test_whoever_speaks_is_answered_aloud_again() -> None:
    gate = ResponseGate()
    gate.request("typed", quietly=True)
    gate.hear({"type": "input_audio_buffer.committed", "item_id": "spoken"})
    assert "response" not in (gate.due() or {})
