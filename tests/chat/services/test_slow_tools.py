"""A slow tool runs in a worker: its progress shows, it can be cancelled, its effect is had once."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.realtime import rendering
from chat.services import (
    sessions,
    slow_runs,
    tool_calls,
    tool_cancellations,
    tool_outputs,
    tool_reruns,
    watching,
)
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, only
from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult
from tools.models import Fact

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[ToolContext], ToolResult]
WITHIN_S = 30


class Slow:
    """The tool `dig` does what the test says, and can be held in the middle."""

    def __init__(self) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()
        self.runs = 0
        self.work: Work = lambda _: ToolResult(True, "Dug.")

    def run(self, arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
        self.runs += 1
        return self.work(context)

    def held(self, context: ToolContext) -> ToolResult:
        context.progress.report(0.25, "a quarter")
        self.begun.set()
        assert self.goes_on.wait(WITHIN_S)
        context.progress.report(0.5, "a half")
        fact = Fact(user_id=context.user.pk, text="Dug once.")
        return ToolResult(True, "Dug.", effect=fact.save)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    registry.register(Tool("dig", "Dig.", {"type": "object"}, slow.run, kind=Kind.SLOW))
    yield slow
    slow.goes_on.set()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """What a worker was told of; the test is the worker."""
    found: list[UUID] = []
    monkeypatch.setattr("chat.queue._send", lambda _, given: found.append(UUID(given[0])))
    return found


@pytest.fixture
def call(ear: Ear, slow: Slow, sent: list[UUID]) -> UUID:
    return called(ear, "item_c")


def called(ear: Ear, item: str) -> UUID:
    (made,) = ear.hears(said.done(said.call(item, "{}", name="dig", call_id=item))).tool_calls
    tool_calls.run(made)
    return made


def in_a_worker(call: UUID) -> threading.Thread:
    thread = threading.Thread(target=slow_runs.run, args=(call,))
    thread.start()
    return thread


def test_it_is_left_to_a_worker_and_shown_at_once(
    conversation: Conversation, slow: Slow, call: UUID, sent: list[UUID]
) -> None:
    assert (ToolCall.objects.get().state, sent, slow.runs) == ("queued", [call], 0)
    shown = rendering.drawn(only(conversation))["html"]
    assert ("Waiting to run" in shown, "Cancel" in shown) == (True, True)


def test_no_answer_waits_for_it_and_its_own_comes_with_its_output(
    session: RealtimeSession, ear: Ear, call: UUID
) -> None:
    (other,) = ear.hears(said.done(said.call("item_d", "{}", call_id="call_2"))).tool_calls
    tool_calls.run(other)
    assert tool_outputs.due(session).respond is True
    ear.hears(said.added(said.output(other.hex)))
    slow_runs.run(call)
    due = tool_outputs.due(session)
    assert ([item["id"] for item in due.items], due.respond) == ([call.hex], True)


def test_its_progress_is_in_the_thread(conversation: Conversation, slow: Slow, call: UUID) -> None:
    slow.work = slow.held
    worker = in_a_worker(call)
    assert slow.begun.wait(WITHIN_S)
    shown = rendering.drawn(only(conversation))["html"]
    assert ('value="0.250"' in shown, "a quarter" in shown) == (True, True)
    slow.goes_on.set()
    worker.join()
    assert (ToolCall.objects.get().state, only(conversation).status) == ("done", "final")
    assert faults(conversation) == []


def test_progress_is_stored_twice_a_second_at_most(
    conversation: Conversation, slow: Slow, call: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def eager(context: ToolContext) -> ToolResult:
        for number in range(100):
            context.progress.report(number / 100, f"{number} of 100")
        return ToolResult(True, "Dug.")

    monkeypatch.setattr(watching, "SHOWN_EVERY_S", 3600.0)
    slow.work = eager
    before = only(conversation).revision
    slow_runs.run(call)
    assert only(conversation).revision == before + 2  # the first, and the end


def test_what_it_changes_is_changed_with_its_result(slow: Slow, call: UUID) -> None:
    slow.work = slow.held
    slow.goes_on.set()
    slow_runs.run(call)
    slow_runs.run(call)
    assert (slow.runs, Fact.objects.count()) == (1, 1)


def test_cancelled_it_is_over_at_once_and_changes_nothing(
    alice: User, conversation: Conversation, slow: Slow, call: UUID
) -> None:
    slow.work = slow.held
    worker = in_a_worker(call)
    assert slow.begun.wait(WITHIN_S)
    tool_cancellations.cancel(alice, conversation.pk, call)
    assert ToolCall.objects.get().state == "cancelled"
    slow.goes_on.set()
    worker.join()
    assert (ToolCall.objects.get().state, Fact.objects.count()) == ("cancelled", 0)
    assert faults(conversation) == []


def test_only_what_is_slow_and_one_s_own_can_be_cancelled(
    alice: User, bob: User, conversation: Conversation, call: UUID
) -> None:
    assert not_cancelled(bob, conversation, call) == "not_found"
    tool_cancellations.cancel(alice, conversation.pk, call)
    assert not_cancelled(alice, conversation, call) == "over"


def test_it_survives_the_end_of_the_call_and_the_next_one_is_told(
    alice: User, session: RealtimeSession, call: UUID
) -> None:
    sessions.end(alice, session.pk, "ended")
    later = sessions.start(alice, session.conversation_id, wish())[0]
    slow_runs.run(call)
    kinds = [item["type"] for item in tool_outputs.due(later).items]
    assert kinds == ["function_call", "function_call_output"]


def test_a_worker_that_died_is_replaced_when_its_lease_is_over(
    slow: Slow, call: UUID, sent: list[UUID]
) -> None:
    assert tool_calls.begin(call, Kind.SLOW)
    slow_runs.run(call)
    assert slow.runs == 0
    past = timezone.now() - timedelta(seconds=60)
    ToolCall.objects.update(leased_until=past, created_at=past)
    tool_calls.run_left()
    assert sent == [call, call]
    slow_runs.run(call)
    assert (slow.runs, ToolCall.objects.get().state) == (1, "done")


def test_what_no_worker_took_up_is_sent_again(call: UUID, sent: list[UUID]) -> None:
    ToolCall.objects.update(created_at=timezone.now() - timedelta(seconds=60))
    tool_calls.run_left()
    assert sent == [call]
    ToolCall.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    tool_calls.run_left()
    assert sent == [call, call]


def test_one_whose_workers_die_of_it_is_given_up(slow: Slow, call: UUID) -> None:
    assert tool_calls.begin(call, Kind.SLOW)
    past = timezone.now() - timedelta(seconds=1)
    ToolCall.objects.update(leased_until=past, attempts=tool_calls.MOST_ATTEMPTS)
    slow_runs.run(call)
    assert (slow.runs, ToolCall.objects.get().state) == (0, "failed")


def test_one_that_acts_elsewhere_is_never_begun_twice(
    slow: Slow, call: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Tool(
        "dig", "Dig.", {}, slow.run, Kind.SLOW, True, acts_outside=True, asks_first=False
    )
    monkeypatch.setitem(registry._tools, "dig", elsewhere)
    assert tool_calls.begin(call, Kind.SLOW)
    ToolCall.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    slow_runs.run(call)
    done = ToolCall.objects.get()
    assert (slow.runs, done.state, done.output["error"]) == (0, "failed", "unknown_outcome")  # type: ignore[index]


def test_one_that_takes_too_long_is_given_up(
    settings: Settings, slow: Slow, call: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "SHOWN_EVERY_S", 0.01)
    settings.SLOW_TOOL_SECONDS = 0
    slow.work = lambda context: _until_cancelled(context)
    slow_runs.run(call)
    assert ToolCall.objects.get().output["error"] == "too_slow"  # type: ignore[index]


def not_cancelled(who: User, conversation: Conversation, call: UUID) -> str:
    with pytest.raises(Refusal) as refusal:
        tool_cancellations.cancel(who, conversation.pk, call)
    return refusal.value.code


def _until_cancelled(context: ToolContext) -> ToolResult:
    while True:
        context.progress.report(0.5, "still at it")


def test_a_person_has_three_under_way(ear: Ear, call: UUID) -> None:
    states = [call, *(called(ear, f"item_{number}") for number in range(3))]
    assert [ToolCall.objects.get(pk=pk).state for pk in states] == ["queued"] * 3 + ["failed"]


def test_it_is_run_again_by_a_worker_too(
    alice: User, conversation: Conversation, slow: Slow, call: UUID, sent: list[UUID]
) -> None:
    slow.work = lambda _: ToolResult(False, "No.", error="crashed")
    slow_runs.run(call)
    attempts = ToolCall.objects.get().attempts
    tool_reruns.queue_again(alice, conversation.pk, call, attempts, confirmed=False)
    tool_calls.run(call)
    assert (sent, ToolCall.objects.get().state) == ([call, call], "queued")
