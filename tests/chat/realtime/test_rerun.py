"""An event log done again gives the same rows, whatever the call was."""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chat.models import Conversation, EventLogEntry, Message, ToolCall, User
from chat.realtime import replay
from chat.realtime.rerun import Rerun
from chat.services import event_log, messages, sessions, tool_calls
from tests.chat import recordings, said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, rows, told
from tests.chat.realtime.test_two_ears_together import Batch, calls
from tests.effort import runs

pytestmark = pytest.mark.django_db


def again(conversation: Conversation) -> tuple[Rerun, list[int]]:
    """Its log, done again by its owner: and which rows differ."""
    rerun = Rerun(conversation.owner)
    for line in list(event_log.jsonl(conversation)):
        rerun.take(json.loads(line))
    return rerun, rerun.finish()


def is_same(conversation: Conversation) -> bool:
    rerun, differing = again(conversation)
    assert len(rows(rerun.conversation)) == len(rows(conversation))
    assert faults(rerun.conversation) == []
    return differing == []


def run_tools() -> None:
    for call in ToolCall.objects.unfinished():
        tool_calls.run(call.pk)


@pytest.mark.parametrize("name", recordings.of_all())
def test_a_recorded_call_gives_its_rows_again(
    conversation: Conversation, alice: User, ear: Ear, name: str
) -> None:
    ear.hears(*recordings.named(name))
    run_tools()
    assert rows(conversation)
    assert is_same(conversation)
    sessions.end(alice, ear.session.pk, "ended")
    assert told(again(conversation)[0].conversation) == told(conversation)


@pytest.mark.parametrize("name", recordings.names())
@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_call_that_broke_off_gives_its_rows_again(
    conversation: Conversation, alice: User, ear: Ear, name: str, part: int
) -> None:
    events = recordings.handled(name)
    half = len(events) * part // 4
    ear.hears(*events[:half])
    sessions.end(alice, ear.session.pk, "lost")
    ear.hears(*events[half:])
    assert is_same(conversation)


def test_words_that_were_only_growing_are_there_again(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")))
    messages.checkpoint(ear.session, "item_a", "Once upon a")
    sessions.end(alice, ear.session.pk, "lost")
    assert told(conversation) == [("assistant", "interrupted", "Once upon a")]
    assert is_same(conversation)


def test_a_tool_s_answer_is_taken_from_the_log_and_no_tool_runs(
    conversation: Conversation, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear.hears(*said.called())
    run_tools()
    call = ToolCall.objects.get()
    ear.hears(
        said.added(said.output(call.output_item_id), "item_c"),
        *said.whole_answer("item_a", "Noon."),
    )
    monkeypatch.setattr(tool_calls, "run", None)
    assert is_same(conversation)
    copy = ToolCall.objects.exclude(pk=call.pk).get()
    assert (copy.state, copy.output, bool(copy.delivered_at)) == (call.state, call.output, True)


def test_a_second_call_that_was_told_of_the_first_makes_no_row_twice(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(*said.spoken_question(), said.heard("item_u", "Time?"), *said.called())
    run_tools()
    messages.post(alice, conversation.pk, uuid4(), "And in Oslo?")
    second = Ear(sessions.start(alice, conversation.pk, wish())[0])
    echoed = replay.compose(conversation).items
    second.hears(*[said.added(item, before) for item, before in with_their_predecessors(echoed)])
    second.hears(*said.whole_answer("item_b", "Noon, too.", echoed[-1]["id"]))
    assert [role for role, _, _ in told(conversation)] == ["user", "tool", "user", "assistant"]
    assert is_same(conversation)


def with_their_predecessors(items: list[Any]) -> list[tuple[Any, str | None]]:
    return [(item, items[at - 1]["id"] if at else None) for at, item in enumerate(items)]


def test_a_call_whose_log_is_gone_stands_in_it_as_it_is_stored(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(*said.spoken_question(), *said.called())
    run_tools()
    EventLogEntry.objects.all().delete()
    second = Ear(sessions.start(alice, conversation.pk, wish())[0])
    second.hears(*said.whole_answer("item_b", "Hello."))
    assert is_same(conversation)


def test_what_is_not_as_it_was_is_named(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes."), *said.whole_answer("item_b", "No."))
    Message.objects.filter(item_id="item_b").update(content="Perhaps.")
    assert again(conversation)[1] == [2]


def test_the_log_of_what_was_done_again_is_the_same_again(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*recordings.named("interrupted-turn"))
    rerun, _ = again(conversation)
    assert events_of(rerun.conversation) == events_of(conversation)
    assert is_same(rerun.conversation)


def events_of(conversation: Conversation) -> list[Any]:
    lines = [json.loads(line) for line in event_log.jsonl(conversation)]
    return [(line["n"], line["event"]) for line in lines if line["type"] == "event"]


class TestAnyCall(TestCase):
    @given(calls(), st.booleans())
    @settings(max_examples=runs(10, 1_000), deadline=None, suppress_health_check=list(HealthCheck))
    def test_two_ears_and_forged_claims_give_the_same_rows_again(
        self, call: tuple[str, list[Batch]], is_attached: bool
    ) -> None:
        user = User.objects.create_user(f"{uuid4().hex}@example.com")
        conversation = Conversation.objects.create(owner=user)
        ear = Ear(sessions.start(user, conversation.pk, wish())[0])
        if is_attached:
            ear.is_attached()
        for by_server, payloads in call[1]:
            (ear.overhears if by_server else ear.hears)(*payloads)
        run_tools()
        assert is_same(conversation)
        sessions.end(user, ear.session.pk, "ended")
        assert is_same(conversation)
