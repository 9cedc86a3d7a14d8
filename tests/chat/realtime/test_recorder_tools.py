"""Function calls in the recorder: once each, only whole ones, never after the call is over."""

import pytest

from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, only, rows, told

pytestmark = pytest.mark.django_db


def test_a_completed_call_is_made_once_and_left_to_be_run(
    conversation: Conversation, ear: Ear
) -> None:
    heard = ear.hears(*said.called())
    call = ToolCall.objects.get()
    assert heard.tool_calls == [call.pk]
    assert (call.name, call.call_id, call.state) == ("get_current_time", "call_1", "queued")
    assert (only(conversation).role, call.arguments) == ("tool", {"timezone": "Asia/Tokyo"})


@pytest.mark.parametrize("times", [2, 3])
def test_a_call_announced_again_is_not_made_again(
    conversation: Conversation, ear: Ear, times: int
) -> None:
    found = [ear.hears(*said.called()).tool_calls for _ in range(times)]
    assert [len(calls) for calls in found] == [1] + [0] * (times - 1)
    assert ToolCall.objects.count() == len(rows(conversation)) == 1


def test_two_items_with_one_call_id_make_one_call(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.called("item_c"), *said.called("item_d"))
    assert ToolCall.objects.count() == 1


def test_two_calls_of_one_response_are_both_made(ear: Ear) -> None:
    second = said.call("item_d", "{}", call_id="call_2")
    heard = ear.hears(*said.called("item_c"), said.added(second, "item_c"), said.done(second))
    assert len(heard.tool_calls) == 2


def test_an_incomplete_call_is_not_made(conversation: Conversation, ear: Ear) -> None:
    heard = ear.hears(
        said.added(said.call("item_c", "", "in_progress")),
        said.done(said.call("item_c", '{"timezone": "As', "incomplete")),
    )
    assert (heard.tool_calls, ToolCall.objects.count()) == ([], 0)
    assert only(conversation).status == "failed"


def test_a_call_without_a_call_id_is_not_made(conversation: Conversation, ear: Ear) -> None:
    item = said.call("item_c", "{}")
    del item["call_id"]
    assert ear.hears(said.added(item), said.done(item)).tool_calls == []
    assert only(conversation).status == "failed"


@pytest.mark.parametrize("reason", ["ended", "taken_over", "logged_out"])
def test_a_call_that_is_heard_after_the_end_is_stored_and_not_run(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear, reason: str
) -> None:
    sessions.end(alice, session.pk, reason)
    assert ear.hears(*said.called()).tool_calls == []
    assert [row.role for row in rows(conversation)] == ["tool"]
    assert ToolCall.objects.count() == 0
    assert faults(conversation) == []


def test_the_answer_after_an_output_needs_no_placeholder(
    conversation: Conversation, ear: Ear
) -> None:
    (call_id,) = ear.hears(*said.called()).tool_calls
    tool_calls.run(call_id)
    output = said.output(call_id.hex)
    ear.hears(said.added(output, "item_c"), said.done(output, "item_c"))
    ear.hears(*said.whole_answer("item_a", "It is late.", call_id.hex))
    assert [role for role, _, _ in told(conversation)] == ["tool", "assistant"]


def test_an_output_that_the_provider_has_is_marked_delivered(ear: Ear) -> None:
    (call_id,) = ear.hears(*said.called()).tool_calls
    tool_calls.run(call_id)
    ear.hears(said.added(said.output(call_id.hex), "item_c"))
    assert ToolCall.objects.get().delivered_at


def test_a_later_session_may_report_the_delivery(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    (call_id,) = ear.hears(*said.called()).tool_calls
    tool_calls.run(call_id)
    Ear(sessions.start(alice, conversation.pk, wish())[0]).hears(
        said.added(said.output(call_id.hex))
    )
    assert ToolCall.objects.get().delivered_at


def test_a_delivery_reported_from_another_conversation_is_ignored(
    ear: Ear, foreign_session: RealtimeSession
) -> None:
    (call_id,) = ear.hears(*said.called()).tool_calls
    tool_calls.run(call_id)
    Ear(foreign_session).hears(said.added(said.output(call_id.hex)))
    assert ToolCall.objects.get().delivered_at is None


def test_a_delivery_is_noted_once(ear: Ear) -> None:
    (call_id,) = ear.hears(*said.called()).tool_calls
    tool_calls.run(call_id)
    output = said.added(said.output(call_id.hex))
    ear.hears(output)
    first = ToolCall.objects.get().delivered_at
    ear.hears(output)
    assert ToolCall.objects.get().delivered_at == first
