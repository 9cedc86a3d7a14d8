"""Whole turns through the core, in the orders of protocol.md section 4."""

from engine.core.orders import ClearOutput, DetectTurns, Play, Speak, Think, Touch
from tests.engine.core.scene import MANUAL, VAD, WEBRTC, Scene

REPLY = [
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
]
CLOSE = ["response.content_part.done", "conversation.item.done", "response.output_item.done"]
END = ["response.done", "rate_limits.updated"]
AUDIO_DONE = ["response.output_audio.done", "response.output_audio_transcript.done"]
COMMIT = ["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]
TRANSCRIPTION = "conversation.item.input_audio_transcription"


def test_it_begins_with_session_created_and_all_defaults() -> None:
    scene = Scene()
    session = scene.witness.last("session.created")["session"]
    assert session["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 200
    assert session["expires_at"] == 3600
    assert isinstance(scene.orders[0], DetectTurns)


def test_a_typed_turn_in_text_keeps_the_documented_order() -> None:
    scene = Scene({"type": "realtime", "output_modalities": ["text"]})
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("Hello.", "How are you?", spoken=False)
    text = "response.output_text"
    expected = ["session.created", "conversation.item.added", "conversation.item.done"]
    expected += ["response.created", *REPLY, f"{text}.delta", f"{text}.delta", f"{text}.done"]
    assert scene.witness.types() == expected + CLOSE + END
    assert scene.witness.last(f"{text}.done")["text"] == "Hello. How are you?"


def test_a_spoken_turn_keeps_the_documented_order() -> None:
    scene = Scene(VAD)
    scene.turn("what time is it")
    scene.say("Noon.")
    expected = ["session.created", "input_audio_buffer.speech_started"]
    expected += ["input_audio_buffer.speech_stopped", *COMMIT, "response.created"]
    expected += [f"{TRANSCRIPTION}.delta", f"{TRANSCRIPTION}.completed", *REPLY]
    types = [kind for kind in scene.witness.types() if kind != "response.output_audio.delta"]
    spoken = ["response.output_audio_transcript.delta", *AUDIO_DONE]
    assert types == expected + spoken + CLOSE + END
    scene.witness.settle()


def test_a_response_waits_for_the_words_it_answers() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.stop_turn()
    assert scene.ordered(Think) == []
    scene.recognise("hello")
    assert scene.ordered(Think)[0].items[0]["content"][0]["transcript"] == "hello"


def test_the_think_order_says_when_the_speech_was_not_understood() -> None:
    scene = Scene(VAD)
    scene.start_turn()
    scene.stop_turn()
    scene.recognise("", understood=False)
    assert scene.ordered(Think)[0].understood is False


def test_a_manual_turn_answers_only_when_asked() -> None:
    scene = Scene(MANUAL)
    scene.hear()
    scene.client("input_audio_buffer.commit")
    assert "response.created" not in scene.witness.types()
    scene.client("response.create")
    scene.recognise()
    scene.say("Yes.")
    assert scene.witness.last("response.done")["response"]["status"] == "completed"


def test_a_function_call_follows_what_was_said_before_it() -> None:
    scene = Scene()
    scene.type_text("time?")
    scene.client("response.create")
    scene.say("One moment.", over=False)
    scene.call("get_current_time", '{"zone": "UTC"}')
    output = scene.witness.last("response.done")["response"]["output"]
    assert [item["type"] for item in output] == ["message", "function_call"]
    assert output[1]["arguments"] == '{"zone": "UTC"}'
    scene.witness.settle()


def test_a_call_is_continued_by_its_output_and_one_more_response() -> None:
    scene = Scene()
    scene.type_text("time?")
    scene.client("response.create")
    scene.call("get_current_time")
    call = scene.witness.last("response.output_item.done")["item"]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": "noon"}
    scene.client("conversation.item.create", item=item)
    scene.client("response.create")
    assert [item["type"] for item in scene.ordered(Think)[-1].items] == [
        "message",
        "function_call",
        "function_call_output",
    ]


def test_speech_over_a_socket_cancels_the_running_response() -> None:
    scene = Scene(VAD)
    scene.turn()
    scene.say("One.", "Two.", spoken=False)
    scene.start_turn(1_500)
    done = scene.witness.last("response.done")["response"]
    assert done["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert "output_audio_buffer.cleared" not in scene.witness.types()


def test_a_cancelled_answer_closes_what_it_opened() -> None:
    scene = Scene()
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("One.", "Two.", spoken=False)
    scene.session.responses.spoken(scene.thinking, 0, b"\1\0" * 24_000)
    scene.client("response.cancel")
    output = scene.witness.last("response.done")["response"]["output"]
    assert output[0]["status"] == "incomplete"
    assert output[0]["content"][0]["transcript"] == "One."
    scene.witness.settle()


def test_late_clauses_of_a_cancelled_answer_are_dropped() -> None:
    scene = Scene()
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("One.", spoken=False)
    scene.client("response.cancel")
    before = len(scene.witness.events)
    scene.speak(1)
    assert len(scene.witness.events) == before


def test_webrtc_sends_sound_to_the_track_and_not_to_the_channel() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.turn()
    scene.say("Hello.")
    assert "response.output_audio.delta" not in scene.witness.types()
    assert len(scene.ordered(Play)) == 1


def test_webrtc_tells_when_playing_began_and_stopped() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.turn()
    scene.say("Hello.")
    scene.play(20)
    assert scene.witness.types()[-1] == "output_audio_buffer.started"
    scene.play(980)
    assert scene.witness.types()[-1] == "output_audio_buffer.stopped"
    scene.witness.settle()


def test_webrtc_speech_clears_and_truncates_what_plays() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.turn()
    scene.say("Hello.")
    scene.play(400)
    scene.start_turn(1_500)
    assert scene.witness.types()[-2:] == [
        "output_audio_buffer.cleared",
        "conversation.item.truncated",
    ]
    assert scene.witness.last("conversation.item.truncated")["audio_end_ms"] == 350
    assert len(scene.ordered(ClearOutput)) == 1


def test_webrtc_speech_cancels_a_response_that_still_runs() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.turn()
    scene.say("One.", "Two.", spoken=False)
    scene.session.responses.spoken(scene.thinking, 0, b"\1\0" * 24_000)
    scene.play(400)
    scene.start_turn(1_500)
    types = scene.witness.types()
    assert types.index("output_audio_buffer.cleared") < types.index("response.done")
    assert types[-1] == "conversation.item.truncated"
    scene.stop_turn(2_000)
    scene.recognise()
    scene.say("Three.")
    scene.play(1_000)
    scene.witness.settle()


def test_speech_interrupts_nothing_when_told_so() -> None:
    detection = {"type": "server_vad", "interrupt_response": False}
    scene = Scene({"type": "realtime", "audio": {"input": {"turn_detection": detection}}})
    scene.turn()
    scene.say("One.", spoken=False)
    scene.turn(start_ms=1_100, end_ms=2_000)
    assert scene.error()["code"] == "conversation_already_has_active_response"
    assert "response.done" not in scene.witness.types()


def test_clearing_the_output_is_always_tolerated() -> None:
    for carrier in (None, WEBRTC):
        scene = Scene(VAD, carrier)
        scene.client("output_audio_buffer.clear")
        assert scene.witness.types() == ["session.created"]


def test_clearing_the_output_cuts_the_item_that_plays() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.turn()
    scene.say("Hello.")
    scene.play(500)
    scene.client("output_audio_buffer.clear")
    assert scene.witness.last("conversation.item.truncated")["audio_end_ms"] == 450
    scene.witness.settle()


def test_the_voice_is_locked_once_the_assistant_was_heard() -> None:
    scene = Scene()
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("Hello.")
    audio = {"output": {"voice": "cedar"}}
    scene.client("session.update", session={"type": "realtime", "audio": audio})
    assert scene.error()["code"] == "cannot_update_voice"


def test_a_bad_update_changes_nothing() -> None:
    scene = Scene()
    session = {"type": "realtime", "instructions": "x", "voice": "cedar"}
    scene.client("session.update", session=session, event_id="mine")
    assert scene.error()["message"] == "Unknown parameter: 'session.voice'."
    assert scene.error()["event_id"] == "mine"
    assert "session.updated" not in scene.witness.types()


def test_audio_is_not_appended_where_a_track_carries_it() -> None:
    scene = Scene(VAD, WEBRTC)
    scene.client("input_audio_buffer.append", audio="AAAA")
    assert scene.error()["code"] == "invalid_event_for_transport"


def test_use_puts_the_idle_end_off() -> None:
    scene = Scene()
    before = len(scene.ordered(Touch))
    scene.type_text("hi")
    assert len(scene.ordered(Touch)) > before


def test_speech_is_ordered_clause_by_clause() -> None:
    scene = Scene()
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("One.", "Two.", spoken=False)
    assert [(order.index, order.text) for order in scene.ordered(Speak)] == [
        (0, "One."),
        (1, "Two."),
    ]


def test_a_transcription_session_writes_down_and_never_answers() -> None:
    audio = {"input": {"transcription": {"model": "any"}}}
    scene = Scene({"type": "transcription", "audio": audio})
    scene.turn("hello")
    assert scene.witness.types()[-1] == f"{TRANSCRIPTION}.completed"
    scene.client("response.create")
    assert "response.created" not in scene.witness.types()
    assert scene.error()["type"] == "invalid_request_error"
