"""A tab that repeats, skips, reorders and dies: whatever it does, the ledger stays whole."""

from typing import Any
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chat.models import Conversation, User
from chat.realtime import hearing
from chat.services import holding, messages, sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import faults

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


class Tab(RuleBasedStateMachine):
    """`outbox` is what the tab has heard; `acknowledged` what the server said that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.user = User.objects.create_user(f"{uuid4().hex}@example.com")
        self.conversation = Conversation.objects.create(owner=self.user)
        self.begin()

    @rule()
    @precondition(lambda self: self.conversation.sessions.count() < 10)  # the limit of a minute
    def begin(self) -> None:
        """A reload: the old call is taken over by the same device."""
        self.session = sessions.start(self.user, self.conversation.pk, wish())[0]
        self.outbox: list[dict[str, Any]] = []
        self.acknowledged = 0

    @rule(payloads=st.lists(EVENTS, min_size=1, max_size=8))
    def hear(self, payloads: list[dict[str, Any]]) -> None:
        self.outbox += payloads

    @rule(data=st.data())
    @precondition(lambda self: self.outbox)
    def send(self, data: st.DataObject) -> None:
        numbered = list(enumerate(self.outbox, start=1))
        batch = data.draw(st.lists(st.sampled_from(numbered), min_size=1, max_size=12))
        self._send(batch)

    @rule()
    @precondition(lambda self: self.outbox)
    def send_what_is_not_acknowledged(self) -> None:
        self._send(list(enumerate(self.outbox, start=1))[self.acknowledged :])
        assert self.acknowledged == len(self.outbox)

    @rule()
    def crash_and_be_swept(self) -> None:
        sessions.end(self.user, self.session.pk, "lost")

    @rule()
    def come_back(self) -> None:
        holding.hold(self.user, self.session.pk)

    @rule()
    def end(self) -> None:
        sessions.end(self.user, self.session.pk, "ended")

    @rule(content=st.sampled_from(["One", "Two"]))
    def write(self, content: str) -> None:
        messages.post(self.user, self.conversation.pk, uuid4(), content)

    @invariant()
    def the_ledger_is_clean(self) -> None:
        assert faults(self.conversation) == []

    @invariant()
    def the_mark_is_what_was_acknowledged(self) -> None:
        self.session.refresh_from_db()
        assert self.session.relayed_through == self.acknowledged

    def _send(self, batch: list[tuple[int, dict[str, Any]]]) -> None:
        heard = hearing.hear(self.user, self.session.pk, batch)
        expected = self.acknowledged
        while expected + 1 in dict(batch):
            expected += 1
        assert heard.through == expected
        assert heard.gap == any(number > expected for number, _ in batch)
        self.acknowledged = heard.through
        for call in heard.tool_calls:
            tool_calls.run(call)


class TestTab(Tab.TestCase, TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    settings = settings(  # type: ignore[assignment]  # Hypothesis reads it under this name
        max_examples=25, stateful_step_count=20, deadline=None
    )
