"""The core beside the real service: the same client events give the same events in the same order."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine.conformance import Event
from tests.engine.core.scene import Scene

FRAMES = Path(__file__).parents[4] / "shared" / "frames"
# Several deltas or one, and where they fall between other events, is the speaker's own pace.
FREE = ("delta", "rate_limits.updated")

pytestmark = pytest.mark.skipif(not FRAMES.is_dir(), reason=f"no recorded frames at {FRAMES}")


def frames(name: str) -> list[dict[str, Any]]:
    lines = (FRAMES / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def order(events: list[Event]) -> list[str]:
    return [event["type"] for event in events if not event["type"].endswith(FREE)]


def received(recorded: list[dict[str, Any]]) -> list[Event]:
    return [frame["event"] for frame in recorded if frame["direction"] == "received"]


def send(scene: Scene, recorded: list[dict[str, Any]]) -> None:
    for frame in recorded:
        if frame["direction"] == "sent":
            scene.raw(json.dumps(frame["event"]))


@pytest.mark.parametrize("name", ["text-in-audio-out.jsonl", "history-seeding.jsonl"])
def test_typed_turns_follow_the_recording(name: str) -> None:
    recorded = frames(name)
    scene = Scene()
    send(scene, recorded)
    spoken = "audio" in name
    scene.say("Hi there!", spoken=spoken)
    assert order(scene.witness.events) == order(received(recorded))


def test_a_spoken_turn_follows_the_recording() -> None:
    recorded = frames("voice-turn-server-vad.jsonl")
    scene = Scene()
    send(scene, [frame for frame in recorded if "append" not in frame["event"]["type"]])
    scene.turn("hello my name is marcelo")
    scene.say("Hello, Marcelo!")
    late = "conversation.item.input_audio_transcription.completed"
    ours, theirs = order(scene.witness.events), order(received(recorded))
    assert [kind for kind in ours if kind != late] == [kind for kind in theirs if kind != late]


def test_a_tool_round_follows_the_recording() -> None:
    recorded = frames("tool-round.jsonl")
    asked, answered = _halves(recorded)
    scene = Scene()
    send(scene, asked)
    scene.call("get_weather", '{"city": "London"}')
    answered[0]["event"]["item"]["call_id"] = _call_id(scene)
    send(scene, answered)
    scene.say("It is foggy.", spoken=False)
    assert order(scene.witness.events) == order(received(recorded))


def test_our_members_are_those_of_the_recording() -> None:
    """A client that reads a member in the recording finds it in ours as well."""
    theirs = received(frames("text-in-audio-out.jsonl"))
    scene = Scene()
    send(scene, frames("text-in-audio-out.jsonl"))
    scene.say("Hi there!")
    for event in theirs:
        ours = scene.witness.last(event["type"])
        assert set(event) - {"obfuscation"} == set(ours), event["type"]


def _halves(recorded: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """What the client sent before, and from, its function's output."""
    sent = [frame for frame in recorded if frame["direction"] == "sent"]
    kinds = [frame["event"].get("item", {}).get("type") for frame in sent]
    cut = kinds.index("function_call_output")
    return sent[:cut], sent[cut:]


def _call_id(scene: Scene) -> str:
    return str(scene.witness.last("response.output_item.done")["item"]["call_id"])
