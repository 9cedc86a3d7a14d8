"""A session config is taken whole or not at all."""

from typing import Any

import pytest

from engine.core import settings
from engine.core.config import DEFAULT_INSTRUCTIONS, RealtimeConfig
from engine.core.errors import ProtocolError
from engine.core.orders import Detection
from tests.engine.conformance import session_problems


def realtime(**fields: Any) -> dict[str, Any]:
    return {"type": "realtime", **fields}


def audio_input(**fields: Any) -> dict[str, Any]:
    return realtime(audio={"input": fields})


def echoed(config: Any) -> dict[str, Any]:
    own = {"id": "sess_1", "object": "realtime.session", "expires_at": 0}
    return {**settings.echo(config), **own}


def test_the_defaults_are_those_of_the_recordings() -> None:
    shown = settings.echo(settings.create(realtime(model="gpt-realtime")))
    assert shown["audio"]["input"]["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 200,
        "idle_timeout_ms": None,
        "create_response": True,
        "interrupt_response": True,
    }
    assert shown["audio"]["output"]["voice"] == "alloy"
    assert session_problems(echoed(settings.create(realtime()))) == []


def test_a_full_config_is_echoed_in_the_documented_shape() -> None:
    tool = {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}
    wanted = realtime(
        tools=[tool, {"type": "mcp", "server_label": "s", "server_url": "https://x.example"}],
        tool_choice={"type": "function", "name": "f"},
        tracing={"workflow_name": "w"},
        truncation={"type": "retention_ratio", "retention_ratio": 0.5},
        prompt={"id": "p"},
        reasoning={"effort": "low"},
        max_output_tokens=100,
        parallel_tool_calls=True,
    )
    config = settings.create(wanted)
    assert session_problems(echoed(config)) == []
    assert settings.echo(config)["tools"][0] == tool


def test_an_update_changes_only_what_it_names() -> None:
    config = settings.create(audio_input(turn_detection={"type": "server_vad", "threshold": 0.7}))
    updated = settings.update(config, audio_input(transcription={"model": "any"}))
    shown = settings.echo(updated)["audio"]["input"]
    assert shown["turn_detection"]["threshold"] == 0.7
    assert shown["transcription"] == {"model": "any", "language": None, "prompt": None}


def test_another_kind_of_detection_keeps_nothing_of_the_old() -> None:
    config = settings.create(audio_input(turn_detection={"type": "server_vad", "threshold": 0.7}))
    updated = settings.update(config, audio_input(turn_detection={"type": "semantic_vad"}))
    assert settings.echo(updated)["audio"]["input"]["turn_detection"] == {
        "type": "semantic_vad",
        "eagerness": "auto",
        "create_response": True,
        "interrupt_response": True,
    }


def test_null_switches_off() -> None:
    updated = settings.update(settings.create(realtime()), audio_input(turn_detection=None))
    assert settings.detection(updated) is None


def test_an_empty_text_brings_the_default_instructions_back() -> None:
    config = settings.create(realtime(instructions="Be brief."))
    updated = settings.update(config, realtime(instructions=""))
    assert settings.echo(updated)["instructions"] == DEFAULT_INSTRUCTIONS


def test_lists_are_replaced() -> None:
    config = settings.create(realtime(tools=[{"type": "function", "name": "f"}]))
    assert settings.echo(settings.update(config, realtime(tools=[])))["tools"] == []


@pytest.mark.parametrize(
    ("patch", "param"),
    [
        ({}, "session.type"),
        ({"type": "conversation"}, "session.type"),
        ({"type": "transcription"}, "session.type"),
        (realtime(model="other"), "session.model"),
        (realtime(temperature=0.8), "session.temperature"),
        (realtime(output_modalities=["audio", "text"]), "session.output_modalities"),
        (realtime(max_output_tokens=5000), "session.max_output_tokens"),
        (audio_input(format="pcm16"), "session.audio.input.format"),
        (audio_input(turn_detection={"type": "server_vad", "threshold": 2}), None),
    ],
)
def test_a_bad_update_is_refused_whole(patch: dict[str, Any], param: str | None) -> None:
    with pytest.raises(ProtocolError) as refused:
        settings.update(settings.create(realtime(model="one")), patch)
    assert param is None or refused.value.param == param


def test_semantic_detection_waits_as_long_as_it_is_not_eager() -> None:
    waits = [
        settings.detection(settings.create(audio_input(turn_detection=detection)))
        for detection in (
            {"type": "semantic_vad", "eagerness": "low"},
            {"type": "semantic_vad", "eagerness": "high"},
        )
    ]
    assert [one.silence_ms for one in waits if one] == [1000, 300]


def test_server_detection_is_as_it_was_asked_for() -> None:
    wanted = {"type": "server_vad", "threshold": 0.6, "silence_duration_ms": 500}
    config = settings.create(audio_input(turn_detection=wanted))
    assert settings.detection(config) == Detection(0.6, 500, 300)


def test_a_response_may_override_and_not_invent() -> None:
    assert settings.response({"metadata": {"topic": "a"}}).metadata == {"topic": "a"}
    with pytest.raises(ProtocolError, match=r"Unknown parameter: 'response\.modalities'"):
        settings.response({"modalities": ["text"]})


@pytest.mark.parametrize("kind", ["server_vad", "semantic_vad"])
def test_a_transcription_session_takes_what_is_about_responses_and_does_not_show_it(
    kind: str,
) -> None:
    detection = {"type": kind, "create_response": True, "interrupt_response": None}
    wanted = {"type": "transcription", "audio": {"input": {"turn_detection": detection}}}
    shown = settings.echo(settings.create(wanted))["audio"]["input"]["turn_detection"]
    assert shown["type"] == kind
    assert "create_response" not in shown


def test_any_model_name_is_taken() -> None:
    config = settings.create(realtime(model="model-of-tomorrow"))
    assert isinstance(config, RealtimeConfig)
    assert config.model == "model-of-tomorrow"


def test_a_session_without_a_model_can_be_given_one_and_keeps_it() -> None:
    named = settings.update(settings.create(realtime()), realtime(model="one"))
    assert settings.echo(named)["model"] == "one"
    with pytest.raises(ProtocolError, match="cannot change"):
        settings.update(named, realtime(model="two"))
