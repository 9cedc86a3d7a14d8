"""Every client event is checked before anything is done."""

import pytest
from openai.types.realtime import RealtimeClientEvent

from engine.core import client_events
from tests.engine.conformance import by_type
from tests.engine.core.scene import Scene


def test_it_knows_the_eleven_events_of_the_protocol_and_no_other() -> None:
    assert set(client_events.VERBS) == set(by_type(RealtimeClientEvent))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "invalid_json"),
        ("", "invalid_json"),
        ('{"type": NaN}', "invalid_json"),
        ("[" * 100_000, "invalid_json"),
        (b"\0", "invalid_event"),
        ("[]", "invalid_event"),
        ("{}", "invalid_event"),
        ('{"type": "conversation.item.fetch"}', "invalid_value"),
        ('{"type": 7}', "invalid_value"),
        ('{"type": ["response.create"]}', "invalid_value"),
        ('{"type": "session.update"}', "missing_required_parameter"),
        ('{"type": "session.update", "session": []}', "invalid_value"),
        ('{"type": "response.create", "stream": true}', "unknown_parameter"),
        ('{"type": "input_audio_buffer.append", "audio": 7}', "invalid_value"),
        ('{"type": "input_audio_buffer.append", "audio": "%%"}', "invalid_value"),
        ('{"type": "input_audio_buffer.commit"}', "input_audio_buffer_commit_empty"),
        ('{"type": "conversation.item.create", "item": {}}', "missing_required_parameter"),
        ('{"type": "conversation.item.delete", "item_id": "x"}', "item_not_found"),
        ('{"type": "response.cancel"}', "response_cancel_not_active"),
        ('{"type": "response.create", "response": {"voice": "alloy"}}', "unknown_parameter"),
    ],
)
def test_what_is_wrong_is_answered_with_its_code(text: str | bytes, code: str) -> None:
    scene = Scene()
    scene.raw(text)
    assert scene.error()["code"] == code
    assert scene.witness.types() == ["session.created", "error"]


def test_a_refusal_echoes_the_clients_event_id() -> None:
    scene = Scene()
    scene.client("response.cancel", event_id="mine")
    assert scene.error()["event_id"] == "mine"


def test_an_event_id_that_is_no_text_is_not_echoed() -> None:
    scene = Scene()
    scene.raw('{"type": "response.cancel", "event_id": 7}')
    assert scene.error()["event_id"] is None
    assert scene.error()["param"] == "event_id"


def test_an_event_id_has_a_greatest_length() -> None:
    scene = Scene()
    scene.client("response.cancel", event_id="a" * 513)
    assert scene.error()["param"] == "event_id"
