"""A tool call runs once, as its user, and its answer is kept until the provider has it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from chat.models import Assistant, Conversation, RealtimeSession, ToolCall, User
from chat.services import sessions, tool_calls, tool_outputs
from tests.chat import said
from tests.chat.ear import Ear, faults, only
from tests.chat.parallel import at_once
from tools import execution
from tools.base import failure
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db


def output_of(call: ToolCall) -> Any:
    return call.output


@pytest.fixture
def call(ear: Ear) -> UUID:
    (made,) = ear.hears(*said.called("item_c")).tool_calls
    return made


def test_a_call_is_run_and_its_row_is_final(conversation: Conversation, call: UUID) -> None:
    tool_calls.run(call)
    done = ToolCall.objects.get()
    assert (done.state, done.attempts, only(conversation).status) == ("done", 1, "final")
    assert output_of(done)["result"]["timezone"] == "Asia/Tokyo"
    assert done.said.startswith("It is")


@pytest.mark.django_db(transaction=True)
def test_a_call_is_claimed_once_by_ten_at_once(call: UUID) -> None:
    claims = at_once(10, lambda _: ToolCall.objects.filter(pk=call).claim())
    assert sorted(map(bool, claims)) == [False] * 9 + [True]


@pytest.mark.django_db(transaction=True)
def test_ten_runs_at_once_run_it_once(conversation: Conversation, call: UUID) -> None:
    assert at_once(10, lambda _: tool_calls.run(call)) == [None] * 10
    assert (ToolCall.objects.get().attempts, faults(conversation)) == (1, [])


def test_an_assistant_s_tools_are_asked_when_it_runs(
    alice: User, conversation: Conversation, call: UUID
) -> None:
    quiet = Assistant.objects.create(owner=alice, name="Quiet", tools=[])
    Conversation.objects.update(assistant=quiet)
    tool_calls.run(call)
    done = ToolCall.objects.get()
    assert (done.state, done.said) == ("denied", "Quiet does not use this tool.")


def test_permission_is_checked_when_it_runs(alice: User, ear: Ear, call: UUID) -> None:
    ToolPolicy.objects.create(tool="get_current_time", user=alice, decision="never")
    tool_calls.run(call)
    done = ToolCall.objects.get()
    assert (done.state, output_of(done)["error"], done.message.status) == (
        "denied",
        "denied",
        "failed",
    )


def test_another_s_permission_does_not_help(
    bob: User, alice: User, conversation: Conversation, call: UUID
) -> None:
    ToolPolicy.objects.create(tool="get_current_time", decision="never")
    ToolPolicy.objects.create(tool="get_current_time", user=bob, decision="always")
    tool_calls.run(call)
    assert ToolCall.objects.get().state == "denied"


def test_a_call_of_an_unknown_tool_fails_with_an_answer(ear: Ear) -> None:
    item = said.call("item_x", "{}", name="launch_missiles")
    (made,) = ear.hears(said.done(item)).tool_calls
    tool_calls.run(made)
    done = ToolCall.objects.get()
    assert (done.state, output_of(done)["error"]) == ("failed", "unknown_tool")


def test_what_a_crash_left_is_run(call: UUID) -> None:
    assert tool_calls.run_left() == 0
    ToolCall.objects.update(created_at=timezone.now() - timedelta(seconds=6))
    assert tool_calls.run_left() == 1
    assert ToolCall.objects.get().state == "done"


def test_a_runner_that_died_is_replaced_when_its_lease_is_over(call: UUID) -> None:
    ToolCall.objects.filter(pk=call).claim()
    ToolCall.objects.update(created_at=timezone.now() - timedelta(seconds=60))
    assert tool_calls.run_left() == 0
    ToolCall.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert tool_calls.run_left() == 1
    assert (ToolCall.objects.get().state, ToolCall.objects.get().attempts) == ("done", 2)


def test_a_runner_that_lost_its_lease_does_not_write_over_the_answer(
    conversation: Conversation, call: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_run = execution.run

    def slow(*arguments: object) -> object:
        """Meanwhile the lease ends, and another runner does the work."""
        monkeypatch.setattr(execution, "run", really_run)
        ToolCall.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        tool_calls.run(call)
        return failure("slow", "Too late.")

    monkeypatch.setattr(execution, "run", slow)
    tool_calls.run(call)
    assert ToolCall.objects.get().state == "done"
    assert only(conversation).status == "final"


def test_outputs_are_due_until_they_are_delivered(
    session: RealtimeSession, ear: Ear, call: UUID
) -> None:
    assert tool_outputs.due(session) == ([], False)
    tool_calls.run(call)
    due = tool_outputs.due(session)
    assert ([item["id"] for item in due.items], due.respond) == ([call.hex], True)
    ear.hears(said.added(said.output(call.hex)))
    assert tool_outputs.due(session).items == []


def test_no_response_is_asked_for_while_a_call_still_runs(
    session: RealtimeSession, ear: Ear, call: UUID
) -> None:
    ear.hears(said.done(said.call("item_d", "{}", call_id="call_2")))
    tool_calls.run(call)
    due = tool_outputs.due(session)
    assert (len(due.items), due.respond) == (1, False)


def test_nothing_is_due_to_a_call_that_is_over(
    alice: User, session: RealtimeSession, call: UUID
) -> None:
    tool_calls.run(call)
    sessions.end(alice, session.pk, "taken_over")
    assert tool_outputs.due(session).items == []


def test_an_output_is_an_item_that_the_protocol_knows(session: RealtimeSession, call: UUID) -> None:
    from openai.types.realtime import RealtimeConversationItemFunctionCallOutput as Output

    tool_calls.run(call)
    (item,) = tool_outputs.due(session).items
    Output.model_validate(item, strict=True, extra="forbid")


@pytest.mark.parametrize("item_id", ["item_x", "0" * 32, "z" * 32, ""])
def test_a_delivery_of_something_else_is_ignored(ear: Ear, call: UUID, item_id: str) -> None:
    tool_calls.run(call)
    ear.hears(said.added(said.output(item_id)))
    assert ToolCall.objects.get().delivered_at is None
