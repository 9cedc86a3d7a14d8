"""Tabs that repeat, skip, reorder, drop, double and die, and the server's own ear: the ledger stays whole."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chat.models import Conversation, Message, RealtimeSession, ToolCall, User
from chat.realtime import hearing
from chat.services import holding, messages, sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import LAPTOP, wish
from tests.chat.ear import Ear, faults
from tests.effort import runs

PHONE = uuid4()
MOST_CALLS = 10  # the limit of a minute is a little above
# The rules of a ledger do not differ by database; SQLite is asked more often because it answers sooner.
QUICK = 200 if connection.vendor == "sqlite" else 25
ITEMS = st.sampled_from(["i1", "i2", "i3", "i4"])
WORDS = st.sampled_from(["Hello", "Yes, and more of it", ""])
STATUS = st.sampled_from(["completed", "incomplete"])
EVENTS = st.one_of(
    st.builds(said.committed, ITEMS, st.none() | ITEMS),
    st.builds(said.added, st.builds(said.answer, ITEMS), st.none() | ITEMS),
    st.builds(said.done, st.builds(said.answer, ITEMS, WORDS, STATUS)),
    st.builds(said.added, st.builds(said.user_text, ITEMS, st.just("Typed")), st.none() | ITEMS),
    st.builds(said.done, st.builds(said.call, ITEMS, st.just("{}"), STATUS)),
    st.builds(said.heard, ITEMS, WORDS),
    st.builds(said.spoken, ITEMS, WORDS),
    st.builds(said.truncated, ITEMS, st.integers(0, 3_000)),
    st.builds(said.deleted, ITEMS),
    st.just({"type": "conversation.item.added", "item": {"id": "no good"}}),
)
SOME_EVENTS = st.lists(EVENTS, min_size=1, max_size=8)


class Call:
    """`outbox`: what its browser has kept. `stored`: what the server must have of it by now."""

    def __init__(self, session: RealtimeSession) -> None:
        self.session = session
        self.outbox: list[said.Payload] = []
        self.stored = 0
        self.acknowledged = 0

    @property
    def numbered(self) -> list[hearing.Numbered]:
        return list(enumerate(self.outbox, start=1))


class Relay(RuleBasedStateMachine):
    """`seen` is what a tab has drawn that asks for nothing but changes after its last revision."""

    def __init__(self) -> None:
        super().__init__()
        self.user = User.objects.create_user(f"{uuid4().hex}@example.com")
        self.conversation = Conversation.objects.create(owner=self.user)
        self.seen: dict[UUID, dict[str, Any]] = {}
        self.revision = 0
        self.calls: list[Call] = []
        self._start(LAPTOP)
        self.other = User.objects.create_user(f"{uuid4().hex}@example.com")
        theirs = Conversation.objects.create(owner=self.other)
        self.beside = Call(sessions.start(self.other, theirs.pk, wish(device=uuid4()))[0])

    def teardown(self) -> None:
        """Their calls would count among the installation's for all runs that follow."""
        self.user.delete()
        self.other.delete()

    @property
    def call(self) -> Call:
        return self.calls[-1]

    @rule(device=st.sampled_from([LAPTOP, PHONE]))
    @precondition(lambda self: len(self.calls) < MOST_CALLS)
    def reload_or_take_over(self, device: UUID) -> None:
        self._start(device)

    @rule(payloads=SOME_EVENTS)
    def hear(self, payloads: list[said.Payload]) -> None:
        self.call.outbox += payloads

    @rule(data=st.data())
    @precondition(lambda self: self.call.outbox)
    def send_in_any_order_with_gaps(self, data: st.DataObject) -> None:
        some = st.lists(st.sampled_from(self.call.numbered), min_size=1, max_size=12)
        self._send(self.call, data.draw(some))

    @rule()
    @precondition(lambda self: self.call.outbox)
    def send_what_is_not_acknowledged(self) -> None:
        """Also what comes after a drop, when the answer to the last frame was lost."""
        self._send(self.call, self.call.numbered[self.call.acknowledged :] or self.call.numbered)
        assert self.call.acknowledged == len(self.call.outbox)

    @rule()
    @precondition(lambda self: self.call.outbox)
    def drop_before_the_answer(self) -> None:
        before = self.call.acknowledged
        self._send(self.call, self.call.numbered[before:] or self.call.numbered)
        self.call.acknowledged = before

    @rule()
    @precondition(lambda self: self.call.outbox)
    def send_all_from_a_second_tab(self) -> None:
        self._send(self.call, self.call.numbered)

    @rule(data=st.data())
    @precondition(lambda self: any(call.outbox for call in self.calls[:-1]))
    def send_what_an_old_call_still_has(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from([call for call in self.calls[:-1] if call.outbox]))
        self._send(old, old.numbered[old.acknowledged :] or old.numbered)

    @rule(seconds=st.sampled_from([0, 3_600]))
    def attach_or_lose_the_sideband(self, seconds: int) -> None:
        Ear(self.call.session).is_attached(seconds)

    @rule(payloads=SOME_EVENTS)
    def overhear(self, payloads: list[said.Payload]) -> None:
        self._overhear(payloads)

    @rule(data=st.data())
    @precondition(lambda self: self.call.outbox)
    def overhear_what_the_browser_heard(self, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(self.call.outbox) - 1))
        self._overhear(self.call.outbox[start:])

    @rule()
    def crash_and_be_swept(self) -> None:
        self._end("lost")

    @rule()
    def come_back(self) -> None:
        holding.hold(self.user, self.call.session.pk)

    @rule()
    def end(self) -> None:
        self._end("ended")

    @rule(content=st.sampled_from(["One", "Two"]))
    def write(self, content: str) -> None:
        messages.post(self.user, self.conversation.pk, uuid4(), content)

    @invariant()
    def the_ledger_is_clean(self) -> None:
        assert faults(self.conversation) == []

    @invariant()
    def what_is_acknowledged_is_stored(self) -> None:
        marks = RealtimeSession.objects.filter(conversation=self.conversation)
        found = dict(marks.values_list("pk", "relayed_through"))
        assert found == {call.session.pk: call.stored for call in self.calls}

    @invariant()
    def a_tab_that_asks_by_revision_misses_nothing(self) -> None:
        rows: dict[UUID, dict[str, Any]] = {
            row["id"]: dict(row) for row in self.conversation.messages.values()
        }
        self.seen |= {pk: row for pk, row in rows.items() if row["revision"] > self.revision}
        assert self.seen == rows
        assert self.conversation.revision >= self.revision
        self.revision = self.conversation.revision

    def _start(self, device: UUID) -> None:
        session, _ = sessions.start(
            self.user, self.conversation.pk, wish(device=device, take_over=True)
        )
        self.calls.append(Call(session))
        self._run_left()

    def _end(self, reason: str) -> None:
        sessions.end(self.user, self.call.session.pk, reason)
        self._run_left()

    def _run_left(self) -> None:
        """What was claimed and not confirmed before the call was over, as the sweep runs it."""
        for call in ToolCall.objects.claimable().filter(session__user=self.user):
            tool_calls.run(call.pk)

    def _overhear(self, payloads: list[said.Payload]) -> None:
        for call in hearing.overhear(self.call.session.pk, payloads).tool_calls:
            assert ToolCall.objects.get(pk=call).captured_by == "server"
            tool_calls.run(call)

    def _send(self, call: Call, batch: list[hearing.Numbered]) -> None:
        expected = call.stored
        while expected + 1 in dict(batch):
            expected += 1
        before = self._heard_by_the_server()
        heard = self._hear(hearing.Report(self.user, call.session.pk, batch))
        assert heard.through == expected
        assert heard.gap == any(number > expected for number, _ in batch)
        assert before.items() <= self._heard_by_the_server().items()
        call.stored = call.acknowledged = expected
        for made in heard.tool_calls:
            tool_calls.run(made)

    def _hear(self, report: hearing.Report) -> hearing.Heard:
        """Every other one together with somebody else's."""
        self.beside.outbox.append(said.committed(f"item_{len(self.beside.outbox)}"))
        if len(self.beside.outbox) % 2:
            return hearing.hear(*report)
        theirs = hearing.Report(self.other, self.beside.session.pk, self.beside.numbered[-2:])
        heard = hearing.hear_together([report, theirs])
        assert heard[1].through == len(self.beside.outbox)
        beside = self.beside.session.conversation
        assert faults(beside) == []
        assert beside.last_sequence == heard[1].through
        return heard[0]

    def _heard_by_the_server(self) -> dict[str, tuple[Any, ...]]:
        """What no claim may change."""
        settled = self.conversation.messages.filter(captured_by="server", session__isnull=False)
        settled = settled.exclude(status=Message.Status.LIVE)
        found = settled.values_list("item_id", "role", "status", "content", "heard", "heard_ms")
        return {str(item): tuple(rest) for item, *rest in found}


class TestRelay(Relay.TestCase, TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    settings = settings(  # type: ignore[assignment]  # Hypothesis reads it under this name
        max_examples=runs(QUICK, thorough=2_000), stateful_step_count=50, deadline=None
    )
