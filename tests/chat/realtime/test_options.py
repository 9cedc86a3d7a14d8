"""Preferences as session options that the provider knows (protocol: section 2.1)."""

from typing import Any

import pytest

from chat.models import Preference, RealtimeSession
from chat.realtime import options


def of(output: str = "audio", **liked: object) -> dict[str, Any]:
    session = RealtimeSession(voice="coral", output=output)
    return options.audio(session, Preference(**liked))


def test_silence_decides_whose_turn_it_is() -> None:
    found = of(threshold=0.7, silence_ms=900, prefix_padding_ms=100)["input"]
    assert found["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.7,
        "silence_duration_ms": 900,
        "prefix_padding_ms": 100,
        "create_response": True,
        "interrupt_response": True,
    }


def test_the_thought_decides_whose_turn_it_is() -> None:
    found = of(turns="semantic_vad", eagerness="low")["input"]
    assert found["turn_detection"]["type"] == "semantic_vad"
    assert found["turn_detection"]["eagerness"] == "low"


def test_a_session_without_sound_waits_for_no_turns() -> None:
    assert of(output="text")["input"]["turn_detection"] is None


def test_noise_reduction_can_be_off() -> None:
    assert of(noise="off")["input"]["noise_reduction"] is None
    found = of(noise="far_field")["input"]
    assert found["noise_reduction"] == {"type": "far_field"}


def test_a_language_is_a_hint_for_the_transcription() -> None:
    assert of(language="de")["input"]["transcription"]["language"] == "de"
    assert "language" not in of()["input"]["transcription"]


def test_a_custom_voice_goes_by_its_id() -> None:
    session = RealtimeSession(voice="voice_12ab", output="audio")
    assert options.audio(session, Preference())["output"]["voice"] == {"id": "voice_12ab"}


@pytest.mark.parametrize(
    ("model", "said"),
    [("gpt-realtime-2.1", {"reasoning": {"effort": "high"}}), ("gpt-realtime", {}), ("own", {})],
)
def test_effort_goes_to_models_that_know_it(model: str, said: dict[str, object]) -> None:
    assert options.thinking(RealtimeSession(model=model), Preference(effort="high")) == said


def test_a_longest_answer_is_told_when_there_is_one() -> None:
    found = options.thinking(RealtimeSession(model="own"), Preference(max_output_tokens=200))
    assert found == {"max_output_tokens": 200}


def test_with_push_to_talk_the_person_says_when_a_turn_ends() -> None:
    assert of(push_to_talk=True)["input"]["turn_detection"] is None
