"""From speech to items with words."""

from engine.core.orders import (
    CloseUtterance,
    DetectTurns,
    DropTurn,
    DropUtterance,
    OpenUtterance,
    Think,
    Transcribe,
)
from tests.engine.core.scene import MANUAL, VAD, Scene

TRANSCRIPTION = "conversation.item.input_audio_transcription"

WRITING = {
    "type": "transcription",
    "audio": {"input": {"turn_detection": None, "transcription": {"model": "any"}}},
}


def detection(**settings: object) -> dict[str, object]:
    return {"type": "realtime", "audio": {"input": {"turn_detection": settings or None}}}


def test_an_utterance_is_recognised_along_from_its_start() -> None:
    scene = Scene(VAD)
    scene.start_turn(200)
    item_id = scene.witness.last("input_audio_buffer.speech_started")["item_id"]
    assert scene.ordered(OpenUtterance) == [OpenUtterance(item_id, 200)]
    scene.stop_turn()
    assert scene.ordered(CloseUtterance) == [CloseUtterance(item_id)]


def test_a_manual_commit_has_all_of_it_recognised() -> None:
    scene = Scene(MANUAL)
    scene.hear()
    scene.client("input_audio_buffer.commit")
    assert len(scene.ordered(Transcribe)[0].pcm) == 48_000


def test_a_session_that_writes_down_recognises_along_until_the_client_commits() -> None:
    scene = Scene(WRITING)
    scene.hear()
    scene.hear()
    opened = scene.ordered(OpenUtterance)
    assert [one.queued for one in opened] == [True]
    scene.session.listening.heard_so_far(opened[0].item_id, "what")
    scene.client("input_audio_buffer.commit")
    assert scene.witness.last("input_audio_buffer.committed")["item_id"] == opened[0].item_id
    assert scene.ordered(CloseUtterance) == [CloseUtterance(opened[0].item_id, queued=True)]
    assert "input_audio_buffer.speech_started" not in scene.witness.types()
    assert not scene.ordered(Transcribe)


def test_a_client_may_commit_in_the_middle_of_a_turn() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    announced = scene.witness.last("input_audio_buffer.speech_started")["item_id"]
    scene.client("input_audio_buffer.commit")
    assert scene.witness.last("input_audio_buffer.committed")["item_id"] == announced
    assert scene.ordered(DropTurn)
    scene.stop_turn()
    assert "input_audio_buffer.speech_stopped" not in scene.witness.types()


def test_clearing_drops_the_turn_in_progress() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.client("input_audio_buffer.clear")
    assert scene.witness.types()[-1] == "input_audio_buffer.cleared"
    assert scene.ordered(DropUtterance)
    scene.stop_turn()
    assert "input_audio_buffer.committed" not in scene.witness.types()


def test_words_are_not_told_unless_asked_for() -> None:
    scene = Scene()
    scene.turn("hello")
    assert not any(kind.startswith(TRANSCRIPTION) for kind in scene.witness.types())
    assert scene.ordered(Think)[0].items[0]["content"][0]["transcript"] == "hello"


def test_certain_words_are_told_while_they_are_spoken_and_once() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    item_id = scene.witness.last("input_audio_buffer.speech_started")["item_id"]
    for so_far in ("what", "what", "what time"):
        scene.session.listening.heard_so_far(item_id, so_far)
        scene.settle()
    assert [one["delta"] for one in scene.witness.of(f"{TRANSCRIPTION}.delta")] == ["what", " time"]
    scene.stop_turn()
    scene.recognise("what time is it")
    assert scene.witness.last(f"{TRANSCRIPTION}.delta")["delta"] == " is it"
    assert scene.witness.last(f"{TRANSCRIPTION}.completed")["transcript"] == "what time is it"


def test_certain_words_of_a_turn_that_is_over_are_not_told() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    item_id = scene.witness.last("input_audio_buffer.speech_started")["item_id"]
    scene.client("input_audio_buffer.clear")
    scene.session.listening.heard_so_far(item_id, "what")
    scene.settle()
    assert f"{TRANSCRIPTION}.delta" not in scene.witness.types()


def test_a_failed_recognition_is_told_and_still_answered() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.stop_turn()
    item_id = scene.witness.last("input_audio_buffer.committed")["item_id"]
    scene.session.listening.transcription_failed(item_id, "recognition_unavailable", "Full.")
    scene.settle()
    failed = scene.witness.last(f"{TRANSCRIPTION}.failed")
    assert failed["error"]["code"] == "recognition_unavailable"
    assert None not in failed["error"].values()
    assert scene.ordered(Think)[0].understood is False


def test_words_of_a_deleted_item_are_dropped_and_hold_nothing_up() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.stop_turn()
    item_id = scene.witness.last("input_audio_buffer.committed")["item_id"]
    scene.client("conversation.item.delete", item_id=item_id)
    assert len(scene.ordered(Think)) == 1
    scene.session.listening.transcript(item_id, "late", understood=True)
    scene.settle()
    assert f"{TRANSCRIPTION}.completed" not in scene.witness.types()


def test_silence_has_an_empty_transcript() -> None:
    scene = Scene(VAD)
    scene.turn("")
    assert scene.witness.last(f"{TRANSCRIPTION}.completed")["transcript"] == ""
    assert f"{TRANSCRIPTION}.delta" not in scene.witness.types()


def test_turns_can_be_detected_without_answering() -> None:
    scene = Scene(detection(type="server_vad", create_response=False))
    scene.turn()
    assert "input_audio_buffer.committed" in scene.witness.types()
    assert "response.created" not in scene.witness.types()


def test_switching_detection_off_drops_the_turn_in_progress() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.client("session.update", session=detection())
    assert scene.ordered(DetectTurns)[-1].settings is None
    assert scene.ordered(DropUtterance)


def test_an_update_of_something_else_leaves_the_detection_alone() -> None:
    scene = Scene(VAD)
    scene.client("session.update", session={"type": "realtime", "instructions": "x"})
    assert len(scene.ordered(DetectTurns)) == 1


def test_speech_that_a_client_made_an_item_is_recognised() -> None:
    scene = Scene()
    content = [{"type": "input_audio", "audio": "AAAA" * 1_000}]
    item = {"type": "message", "role": "user", "content": content}
    scene.client("conversation.item.create", item=item)
    assert len(scene.ordered(Transcribe)) == 1
