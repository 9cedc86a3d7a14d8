"""Everything that a session can send, as the stock SDK reads it."""

from engine.core.session import Carrier
from tests.engine.conformance import Event
from tests.engine.core.scene import WEBRTC, Scene
from tests.engine.stock.programs import unknown

IDLE = {"type": "server_vad", "idle_timeout_ms": 5_000}
AUDIO = {"input": {"transcription": {}, "turn_detection": IDLE}}
# What the SDK itself has no name for (protocol.md section 7).
NAMELESS = {"input_audio_buffer.timeout_triggered"}


def everything(carrier: Carrier | None) -> list[Event]:
    scene = Scene({"type": "realtime", "audio": AUDIO}, carrier)
    _voice(scene)
    _text(scene)
    _items(scene)
    scene.client("nonsense")
    scene.client("session.update", session={"type": "realtime", "instructions": "x"})
    return scene.witness.events


def test_it_understands_all_of_it() -> None:
    sent = [*everything(None), *everything(WEBRTC)]
    assert len({event["type"] for event in sent}) == 34
    assert {event["type"] for event in unknown(sent)} == NAMELESS


def _voice(scene: Scene) -> None:
    scene.turn("what time is it")
    scene.say("One moment.", over=False)
    scene.call("clock", '{"place": "Tokyo"}')
    scene.play(400)
    scene.start_turn(1_500)
    scene.stop_turn(2_000)
    item_id = scene.witness.last("input_audio_buffer.committed")["item_id"]
    scene.session.listening.transcription_failed(item_id, "x", "y")
    scene.settle()
    scene.say("Again.")
    scene.play(5_000)
    scene.session.idling.timed_out()
    scene.settle()
    scene.say("Hello?")
    scene.play(5_000)


def _text(scene: Scene) -> None:
    for ending in ("cancel", "limit", "fail", "beside"):
        _written(scene, ending)


def _written(scene: Scene, ending: str) -> None:
    scene.type_text("hi")
    params: dict[str, object] = {"output_modalities": ["text"], "metadata": {"a": "b"}}
    params |= {"max_output_tokens": 1} if ending == "limit" else {}
    params |= {"conversation": "none"} if ending == "beside" else {}
    scene.client("response.create", response=params)
    if ending == "cancel":
        scene.client("response.cancel")
    elif ending == "fail":
        scene.session.responses.failed(scene.thinking, "It broke.")
        scene.settle()
    else:
        scene.say("Longer than one token.", "And more.", spoken=False)


def _items(scene: Scene) -> None:
    spoken = next(item for item in scene.session.conversation.items if item.role == "user")
    scene.client("conversation.item.retrieve", item_id=spoken.id)
    answer = next(item for item in scene.session.conversation.items if item.role == "assistant")
    place = {"item_id": answer.id, "content_index": 0, "audio_end_ms": 0}
    scene.client("conversation.item.truncate", **place)
    scene.client("conversation.item.delete", item_id=answer.id)
    scene.client("input_audio_buffer.clear")
