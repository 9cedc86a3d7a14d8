"""Every event of the protocol is handled, or ignored on purpose."""

import typing

import pytest
from openai.types.realtime import RealtimeServerEvent

from chat import events
from chat.errors import InputRefused
from chat.provider import wire
from chat.realtime.recorder import METHODS
from tests.chat import said

BETA_ONLY = {"response.audio_transcript.done", "response.text.done"}


def _names_in_the_sdk() -> set[str]:
    union = typing.get_args(RealtimeServerEvent)[0]
    kinds = [model.model_fields["type"].annotation for model in typing.get_args(union)]
    return {typing.get_args(kind)[0] for kind in kinds}


def test_every_server_event_of_the_sdk_is_handled_or_ignored() -> None:
    assert wire.EVENTS.keys() | wire.IGNORED == _names_in_the_sdk() | BETA_ONLY


def test_no_event_is_both_handled_and_ignored() -> None:
    assert wire.EVENTS.keys() & wire.IGNORED == set()


def test_the_recorder_has_a_method_for_each_class_that_the_wire_gives() -> None:
    assert set(wire.EVENTS.values()) == METHODS.keys()


def test_every_event_class_is_given_by_some_name() -> None:
    assert set(events.Event.__subclasses__()) == set(wire.EVENTS.values())


@pytest.mark.parametrize("name", [*sorted(wire.IGNORED), "foo.bar", "session.create", ""])
def test_it_ignores_what_is_of_no_use_and_what_it_does_not_know(name: str) -> None:
    assert wire.parse({"type": name, "item_id": {"odd": True}}) is None


WRONG: dict[str, dict[str, typing.Any]] = {
    "no type": {},
    "type is no text": {"type": 1},
    "no item": {"type": "conversation.item.added"},
    "item is a list": {"type": "conversation.item.added", "item": []},
    "no item id": {"type": "conversation.item.added", "item": {"type": "message"}},
    "empty id": said.deleted(""),
    "long id": said.deleted("x" * 129),
    "id with a line break": said.deleted("a\nb"),
    "id that ends with a line break": said.deleted("ab\n"),
    "id with markup": said.deleted("<b>"),
    "id is a number": said.deleted("x") | {"item_id": 1},
    "transcript is null": said.heard("item_u", "") | {"transcript": None},
    "negative time": said.truncated("item_a", -1),
    "time with a fraction": said.truncated("item_a", 10) | {"audio_end_ms": 1.5},
    "a month of sound": said.truncated("item_a", 31 * 24 * 3600 * 1000),
    "content is a text": said.added(said.user_audio("item_u") | {"content": "no"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_refuses_an_event_that_it_handles_when_a_field_is_wrong(name: str) -> None:
    with pytest.raises(InputRefused, match="bad_field"):
        wire.parse(WRONG[name])


def test_it_reads_past_fields_that_it_does_not_know() -> None:
    payload = said.heard("item_u", "Hello") | {"obfuscation": "xYz", "logprobs": [], "usage": {}}
    assert wire.parse(payload) == events.TranscriptCompleted("item_u", "Hello")


@pytest.mark.parametrize("kind", ["output_audio", "audio"])
def test_it_reads_both_vocabularies_of_content_parts(kind: str) -> None:
    item = said.answer("item_a") | {"content": [{"type": kind, "transcript": "Hello"}]}
    event = wire.parse(said.done(item))
    assert isinstance(event, events.ItemDone)
    assert (event.item.text, event.item.is_spoken) == ("Hello", True)
