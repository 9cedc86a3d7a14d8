"""The recorder against recorded calls: whole, repeated, reordered as the protocol allows, cut off."""

import typing

import pytest
from openai.types.realtime import RealtimeServerEvent
from pydantic import BaseModel

from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import holding, sessions, tool_calls
from tests.chat import recordings, said
from tests.chat.ear import Ear, faults, rows, snapshot, told

pytestmark = pytest.mark.django_db

FISH = "Once upon a time there was a fish that could not swim at all."
THREADS = {
    "spoken-turn": [
        ("user", "final", "What is the weather in Tokyo?"),
        ("assistant", "final", "It is sunny in Tokyo."),
    ],
    "late-transcripts": [
        ("user", "final", "My name is Ada."),
        ("assistant", "final", "Hello Ada."),
        ("user", "final", "What is my name?"),
        ("assistant", "final", "Your name is Ada."),
    ],
    "typed-turn": [("user", "final", "Tell me a joke."), ("assistant", "final", "Why not.")],
    "tool-turn": [
        ("user", "final", "What time is it in Tokyo?"),
        ("assistant", "final", "One moment."),
        ("tool", "live", "get_current_time"),
    ],
    "interrupted-turn": [
        ("user", "final", "Tell me a long story."),
        ("assistant", "interrupted", FISH),
        ("user", "final", "Stop, please."),
        ("assistant", "final", "All right."),
    ],
    "two-answers": [
        ("user", "final", "What is two and two?"),
        ("assistant", "final", "Let me think."),
        ("assistant", "final", "It is four."),
    ],
}
PREFIXES = [
    (name, length)
    for name in recordings.names()
    for length in range(len(recordings.handled(name)) + 1)
]
REORDERED = [
    (name, at, to)
    for name in recordings.names()
    for at in recordings.transcripts_of(recordings.handled(name))
    for to in range(len(recordings.handled(name)))
]


def test_every_recording_has_its_thread() -> None:
    assert recordings.names() == sorted(THREADS)


@pytest.mark.parametrize("name", recordings.names())
def test_our_recordings_speak_the_protocol(name: str) -> None:
    union = typing.get_args(RealtimeServerEvent)[0]
    models: dict[str, type[BaseModel]] = {
        typing.get_args(model.model_fields["type"].annotation)[0]: model
        for model in typing.get_args(union)
    }
    for event in recordings.received(name):
        models[event["type"]].model_validate(event, strict=True)


@pytest.mark.parametrize("name", recordings.names())
def test_a_recording_gives_its_rows_in_order(
    conversation: Conversation, ear: Ear, name: str
) -> None:
    heard = ear.hears(*recordings.received(name))
    assert told(conversation) == THREADS[name]
    assert (heard.refused, faults(conversation)) == ([], [])


@pytest.mark.parametrize("name", recordings.names())
def test_one_by_one_gives_the_same_as_all_at_once(
    conversation: Conversation, ear: Ear, name: str
) -> None:
    for event in recordings.received(name):
        ear.hears(event)
    assert told(conversation) == THREADS[name]


@pytest.mark.parametrize("name", recordings.names())
def test_a_recording_applied_twice_changes_nothing(
    conversation: Conversation, ear: Ear, name: str
) -> None:
    ear.hears(*recordings.received(name))
    before = snapshot(conversation)
    again = ear.hears(*recordings.received(name))
    assert snapshot(conversation) == before
    assert again.tool_calls == []


@pytest.mark.parametrize("name", recordings.names())
def test_every_event_repeated_at_once_changes_nothing(
    conversation: Conversation, ear: Ear, name: str
) -> None:
    ear.hears(*[event for event in recordings.received(name) for _ in range(2)])
    assert told(conversation) == THREADS[name]
    assert faults(conversation) == []


@pytest.mark.parametrize(("name", "at", "to"), REORDERED)
def test_a_transcript_may_float_anywhere_after_its_commit(
    conversation: Conversation, ear: Ear, name: str, at: int, to: int
) -> None:
    events = list(recordings.handled(name))
    transcript = events.pop(at)
    is_known = [event.get("item_id") == transcript["item_id"] for event in events[:to]]
    if any(is_known):
        ear.hears(*events[:to], transcript, *events[to:])
        assert told(conversation) == THREADS[name]


@pytest.mark.parametrize(("name", "length"), PREFIXES)
def test_a_call_that_breaks_off_anywhere_leaves_no_row_live(
    conversation: Conversation, alice: User, ear: Ear, name: str, length: int
) -> None:
    ear.hears(*recordings.handled(name)[:length])
    for call in ToolCall.objects.all():
        tool_calls.run(call.pk)
    sessions.end(alice, ear.session.pk, "lost")
    assert faults(conversation) == []
    whole = [role for role, _, _ in THREADS[name]]
    assert [role for role, _, _ in told(conversation)] == whole[: len(rows(conversation))]


@pytest.mark.parametrize(("name", "length"), PREFIXES)
def test_what_is_heard_after_the_break_completes_the_thread(
    conversation: Conversation, alice: User, ear: Ear, name: str, length: int
) -> None:
    events = recordings.handled(name)
    ear.hears(*events[:length])
    sessions.end(alice, ear.session.pk, "lost")
    holding.hold(alice, ear.session.pk)
    ear.hears(*events[length:])
    assert told(conversation) == THREADS[name]


def test_the_interrupted_recording_keeps_what_was_heard(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*recordings.received("interrupted-turn"))
    row = rows(conversation)[1]
    assert (row.heard_ms, row.heard) == (1_400, "Once upon a time")


def test_the_service_s_spoken_turn(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*recordings.received_from_the_service("voice-turn-server-vad"))
    assert [(row.role, row.status) for row in rows(conversation)] == [
        ("user", "final"),
        ("assistant", "final"),
    ]
    assert all(row.content for row in rows(conversation))


@pytest.mark.parametrize(("name", "count"), [("history-seeding", 4), ("text-in-audio-out", 2)])
def test_the_service_s_typed_turns(
    conversation: Conversation, ear: Ear, name: str, count: int
) -> None:
    heard = ear.hears(*recordings.received_from_the_service(name))
    assert [row.status for row in rows(conversation)] == ["final"] * count
    assert (heard.refused, faults(conversation)) == ([], [])


def test_the_service_s_tool_round(conversation: Conversation, ear: Ear) -> None:
    events = recordings.received_from_the_service("tool-round")
    cut = next(at for at, one in enumerate(events) if one["type"] == "response.done") + 1
    (call_id,) = ear.hears(*events[:cut]).tool_calls
    foreign = next(one["item"]["id"] for one in events[cut:] if "item" in one)
    ear.hears(*[_renamed(one, foreign, call_id.hex) for one in events[cut:]])
    assert [row.role for row in rows(conversation)] == ["user", "tool", "assistant"]
    assert ToolCall.objects.get().delivered_at
    assert rows(conversation)[1].status == "live"


def _renamed(event: said.Payload, old: str, new: str) -> said.Payload:
    """Outputs go under the id that Parley gives them; the recording's client gave none."""
    renamed = event | {"item": event["item"] | {"id": new}} if _is(event, old) else event
    return renamed | {"previous_item_id": new} if event.get("previous_item_id") == old else renamed


def _is(event: said.Payload, item_id: str) -> bool:
    return "item" in event and event["item"]["id"] == item_id


def test_two_sessions_of_a_recording_do_not_meet(
    conversation: Conversation, foreign_session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*recordings.received("spoken-turn"))
    Ear(foreign_session).hears(*recordings.received("spoken-turn"))
    assert told(conversation) == told(foreign_session.conversation) == THREADS["spoken-turn"]
