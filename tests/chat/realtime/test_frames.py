"""Frames of the tab's socket: what is understood, and the code of what is not."""

import json
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import InputRefused, Refusal
from chat.realtime import frames

SESSION = str(uuid4())
EVENT = {"n": 1, "event": {"type": "error"}}
GOOD: dict[str, tuple[dict[str, Any], type[frames.Frame]]] = {
    "watch": ({"type": "watch", "conversation": SESSION, "after_revision": 7}, frames.Watch),
    "watch nothing": ({"type": "watch", "conversation": None}, frames.Watch),
    "hold": ({"type": "hold", "session": SESSION}, frames.Hold),
    "relay": ({"type": "relay", "session": SESSION, "events": [EVENT]}, frames.Relay),
    "beat": ({"type": "beat"}, frames.Beat),
    "beat of a call": ({"type": "beat", "session": SESSION}, frames.Beat),
}
PARTIAL = {"type": "partial", "session": SESSION, "item_id": "i", "role": "user", "content": "a"}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no type": ({}, "unknown_type"),
    "unknown type": ({"type": "drop"}, "unknown_type"),
    "type is a number": ({"type": 1}, "unknown_type"),
    "type is null": ({"type": None}, "unknown_type"),
    "type is a list": ({"type": ["watch"]}, "unknown_type"),
    "type is an object": ({"type": {"a": 1}}, "unknown_type"),
    "dunder": ({"type": "__class__"}, "unknown_type"),
    "handler's name": ({"type": "conversation.changed"}, "unknown_type"),
    "server's frame": ({"type": "hello"}, "unknown_type"),
    "watch without conversation": ({"type": "watch"}, "bad_field"),
    "watch what is no uuid": ({"type": "watch", "conversation": "1"}, "bad_field"),
    "negative revision": (
        {"type": "watch", "conversation": SESSION, "after_revision": -1},
        "bad_field",
    ),
    "revision is a text": (
        {"type": "watch", "conversation": SESSION, "after_revision": "1"},
        "bad_field",
    ),
    "hold without session": ({"type": "hold"}, "bad_field"),
    "hold null": ({"type": "hold", "session": None}, "bad_field"),
    "relay without events": ({"type": "relay", "session": SESSION, "events": []}, "bad_field"),
    "relay of 101": ({"type": "relay", "session": SESSION, "events": [EVENT] * 101}, "bad_field"),
    "number 0": (
        {"type": "relay", "session": SESSION, "events": [EVENT | {"n": 0}]},
        "bad_field",
    ),
    "number past the column": (
        {"type": "relay", "session": SESSION, "events": [EVENT | {"n": 2**31}]},
        "bad_field",
    ),
    "number with a fraction": (
        {"type": "relay", "session": SESSION, "events": [EVENT | {"n": 1.5}]},
        "bad_field",
    ),
    "number is true": (
        {"type": "relay", "session": SESSION, "events": [EVENT | {"n": True}]},
        "bad_field",
    ),
    "event is a text": (
        {"type": "relay", "session": SESSION, "events": [{"n": 1, "event": "x"}]},
        "bad_field",
    ),
    "partial of the system": (PARTIAL | {"role": "system"}, "bad_field"),
    "partial with a bad item": (PARTIAL | {"item_id": "<i>"}, "bad_field"),
    "partial without content": (PARTIAL | {"content": None}, "bad_field"),
}


@pytest.mark.parametrize("name", GOOD)
def test_it_understands_every_frame_of_the_protocol(name: str) -> None:
    payload, kind = GOOD[name]
    assert type(frames.decode(json.dumps(payload))) is kind


@pytest.mark.parametrize("name", BAD)
def test_it_refuses_a_bad_frame_with_its_code(name: str) -> None:
    payload, code = BAD[name]
    with pytest.raises(InputRefused) as refused:
        frames.decode(json.dumps(payload))
    assert refused.value.code == code


def test_a_frame_of_exactly_100_events_passes() -> None:
    payload = {"type": "relay", "session": SESSION, "events": [EVENT] * 100}
    assert isinstance(frames.decode(json.dumps(payload)), frames.Relay)


def test_a_refusal_is_one_error_frame() -> None:
    refused = Refusal("not_saved", "Later.", retry=True)
    said = {"type": "error", "code": "not_saved", "message": "Later.", "session": SESSION, "n": 7}
    assert json.loads(frames.refusal(refused, UUID(SESSION), 7)).items() >= said.items()


fields = st.sampled_from(["type", "session", "conversation", "events", "n", "event", "content"])
parts = st.none() | st.integers() | st.text() | st.sampled_from(["watch", "relay", SESSION])


@given(st.dictionaries(fields, parts | st.lists(parts) | st.dictionaries(fields, parts)))
def test_whatever_fields_say_it_is_a_frame_or_a_refusal(payload: dict[str, Any]) -> None:
    with suppress(Refusal):
        assert isinstance(frames.decode(json.dumps(payload)), frames.Frame)
