"""After an answer was heard the user's silence has a limit, where the client set one."""

from typing import Any

import pytest

from engine.core.orders import AwaitSpeech, Think
from engine.core.session import Carrier
from tests.engine.core.scene import WEBRTC, Scene

TRANSCRIPTION = "conversation.item.input_audio_transcription"


def patient(carrier: Carrier | None = None, **vad: Any) -> Scene:
    detection = {"type": "server_vad", "idle_timeout_ms": 6_000, **vad}
    audio = {"input": {"turn_detection": detection, "transcription": {}}}
    return Scene({"type": "realtime", "audio": audio}, carrier)


def answered(scene: Scene) -> Scene:
    scene.turn()
    scene.say("Hello.")
    return scene


def waits(scene: Scene) -> list[int | None]:
    return [order.after_ms for order in scene.ordered(AwaitSpeech)]


def time_out(scene: Scene) -> None:
    scene.session.idling.timed_out()
    scene.settle()


def test_nobody_waits_before_the_first_answer() -> None:
    scene = patient()
    scene.hear()
    assert waits(scene) == []


def test_over_a_socket_it_counts_from_the_end_of_the_answers_sound() -> None:
    assert waits(answered(patient())) == [7_000]


def test_over_webrtc_it_counts_from_when_the_sound_is_out() -> None:
    scene = answered(patient(WEBRTC))
    assert waits(scene) == []
    scene.play(1_000)
    assert waits(scene) == [6_000]


def test_it_keeps_the_documented_order() -> None:
    scene = answered(patient())
    scene.hear()
    before = len(scene.witness.events)
    time_out(scene)
    scene.say("Are you there?")
    types = scene.witness.types()[before:]
    assert types[:5] == [
        "input_audio_buffer.timeout_triggered",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]
    assert scene.witness.last(f"{TRANSCRIPTION}.completed")["transcript"] == ""
    assert waits(scene) == [7_000, None, 7_000]
    scene.witness.settle()


def test_the_event_says_which_silence_it_was() -> None:
    scene = answered(patient())
    scene.hear()
    time_out(scene)
    event = scene.witness.last("input_audio_buffer.timeout_triggered")
    assert (event["audio_start_ms"], event["audio_end_ms"]) == (1_000, 2_000)
    assert scene.ordered(Think)[-1].understood


@pytest.mark.parametrize("kind", ["response.create", "session.update"])
def test_whatever_ends_the_silence_ends_the_wait(kind: str) -> None:
    scene = answered(patient())
    off = {"type": "realtime", "audio": {"input": {"turn_detection": None}}}
    scene.client(kind, **({"session": off} if kind == "session.update" else {}))
    assert waits(scene) == [7_000, None]
    time_out(scene)
    assert "input_audio_buffer.timeout_triggered" not in scene.witness.types()


def test_speech_ends_the_wait() -> None:
    scene = answered(patient())
    scene.start_turn(1_500)
    assert waits(scene) == [7_000, None]


def test_without_automatic_responses_the_silence_is_only_committed() -> None:
    scene = patient(create_response=False)
    scene.turn()
    scene.client("response.create")
    scene.say("Hello.")
    time_out(scene)
    assert scene.witness.types()[-1] == f"{TRANSCRIPTION}.completed"
    assert len(scene.witness.of("response.created")) == 1


def test_semantic_detection_knows_no_such_limit() -> None:
    detection = {"type": "semantic_vad", "idle_timeout_ms": 6_000}
    scene = Scene()
    session = {"type": "realtime", "audio": {"input": {"turn_detection": detection}}}
    scene.client("session.update", session=session)
    assert scene.error()["param"] == "session.audio.input.turn_detection.idle_timeout_ms"
