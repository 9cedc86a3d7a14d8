"""The witness itself: it must see what is wrong, or every other test here proves nothing."""

import pytest

from tests.engine.conformance import Event, Witness, problems
from tests.engine.core.scene import Scene


def typed_turn() -> list[Event]:
    scene = Scene({"type": "realtime", "output_modalities": ["text"]})
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("Hello.", spoken=False)
    return scene.witness.events


def without(kind: str) -> list[Event]:
    return [event for event in typed_turn() if event["type"] != kind]


def test_it_finds_a_missing_field() -> None:
    event = {"type": "conversation.item.deleted", "event_id": "event_1"}
    assert problems(event) == ["item_id: missing"]


def test_it_finds_a_number_that_is_a_text() -> None:
    event = {"type": "conversation.item.truncated", "event_id": "e", "item_id": "i"}
    assert problems({**event, "content_index": "0", "audio_end_ms": 1}) == [
        "content_index: int_type"
    ]


def test_it_finds_a_beta_name_and_a_stray_member() -> None:
    assert problems({"type": "response.audio.delta"}) == ["unknown type 'response.audio.delta'"]
    event = {"type": "input_audio_buffer.cleared", "event_id": "e", "voice": "alloy"}
    assert problems(event) == ["voice: extra_forbidden"]


def test_it_finds_a_flat_field_in_a_session() -> None:
    created = typed_turn()[0]
    created["session"]["voice"] = "alloy"
    assert any("voice" in problem for problem in problems(created))


OPENING = ["session.created", "conversation.item.added", "response.created"]
FILLING = ["response.output_item.added", "response.output_text.delta"]
CLOSING = ["response.content_part.done", "response.output_item.done"]


@pytest.mark.parametrize("kind", [*OPENING, *FILLING, *CLOSING])
def test_it_misses_an_event_that_was_left_out(kind: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        see_all(Witness(), without(kind))


@pytest.mark.parametrize("kind", ["response.done", "conversation.item.done"])
def test_it_misses_an_end_that_never_came(kind: str) -> None:
    witness = Witness()
    see_all(witness, without(kind))
    with pytest.raises(AssertionError):
        witness.settle()


def see_all(witness: Witness, events: list[Event]) -> None:
    for event in events:
        witness.see(event)
