"""One recorded call by two ears, in any order, with any claims between: the server's ear decides."""

from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chat.models import Conversation, ToolCall, User
from chat.services import sessions, tool_calls
from tests.chat import recordings, said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, rows
from tests.effort import runs

RECORDINGS = recordings.of_all()
WORDS = st.sampled_from(["Forged", "What is the weather in Tokyo?", ""])
STATUS = st.sampled_from(["completed", "incomplete", "in_progress"])


Told = dict[str, tuple[str, ...]]


class Batch(NamedTuple):
    """What one ear hears at once."""

    by_server: bool
    payloads: list[said.Payload]

    def __repr__(self) -> str:
        ids = [one.get("item_id") or one.get("item", {}).get("id", "") for one in self.payloads]
        kinds = [one["type"] for one in self.payloads]
        return f"{'server' if self.by_server else 'browser'} {list(zip(kinds, ids, strict=True))}"


@cache
def claims_about(name: str) -> st.SearchStrategy[said.Payload]:
    items = st.sampled_from([*recordings.items_of(name), "item_forged"])
    call_ids = st.sampled_from([*recordings.call_ids_of(name), "call_forged"])
    before = st.none() | items
    calls = st.builds(said.call, items, WORDS, STATUS, name=WORDS, call_id=call_ids)
    things = st.one_of(
        st.builds(said.user_audio, items),
        st.builds(said.user_text, items, WORDS),
        st.builds(said.answer, items, WORDS, STATUS),
        calls,
    )
    return st.one_of(
        st.builds(said.committed, items, before),
        st.builds(said.added, things, before),
        st.builds(said.done, things, before),
        st.builds(said.heard, items, WORDS),
        st.builds(said.not_understood, items),
        st.builds(said.spoken, items, WORDS),
        st.builds(said.truncated, items, st.integers(0, 3_000)),
        st.builds(said.deleted, items),
    )


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, list[Batch]]:
    """A recording, heard by both; each keeps its own order, and the browser says more than it heard."""
    name = draw(st.sampled_from(RECORDINGS))
    waiting = {side: list(recordings.named(name)) for side in (True, False)}
    told = []
    while waiting[True]:
        by_server = draw(st.booleans())
        heard = waiting[by_server]
        count = draw(st.integers(0, min(12, len(heard))))
        batch, waiting[by_server] = heard[:count], heard[count:]
        if not by_server:
            batch = batch + draw(st.lists(claims_about(name), max_size=4))
        told.append(Batch(by_server, batch))
    return name, [*told, Batch(False, waiting[False])]


class TestTogether(TestCase):
    @given(calls(), st.booleans())
    @settings(max_examples=runs(40, 2_000), deadline=None, suppress_health_check=list(HealthCheck))
    def test_the_rows_are_those_of_the_server_s_ear(
        self, call: tuple[str, list[Batch]], is_attached: bool
    ) -> None:
        name, batches = call
        alone = heard_alone(name)
        both = ended(batches, is_attached)
        assert {item: both.get(item) for item in alone} == alone


@cache
def heard_alone(name: str) -> Told:
    """What comes of a recording when the server hears it whole and nobody else says anything."""
    told = ended([Batch(True, list(recordings.named(name)))], is_attached=True)
    # An item that was only named as a predecessor was not heard: anybody may claim what it was.
    return {item: said_of for item, said_of in told.items() if "server" in said_of}


def ended(batches: list[Batch], is_attached: bool) -> Told:
    """What is said of each item when the call is over and its tools have run."""
    user = User.objects.create_user(f"{uuid4().hex}@example.com")
    conversation = Conversation.objects.create(owner=user)
    session = sessions.start(user, conversation.pk, wish())[0]
    hear(Ear(session), batches, is_attached)
    sessions.end(user, session.pk, "ended")
    for call in ToolCall.objects.filter(session=session):
        tool_calls.run(call.pk)
    assert faults(conversation) == []
    return {
        str(row.item_id): (row.role, row.status, row.content, row.heard, row.captured_by)
        for row in rows(conversation)
    }


def hear(ear: Ear, batches: list[Batch], is_attached: bool) -> None:
    made: list[Any] = []
    if is_attached:
        ear.is_attached()
    for by_server, payloads in batches:
        if by_server:
            made += ear.overhears(*payloads).tool_calls
        elif payloads:
            assert ear.hears(*payloads).through == ear.last
    of_server = ToolCall.objects.filter(session=ear.session, captured_by="server")
    assert len(made) == len(set(made)) == of_server.count()
