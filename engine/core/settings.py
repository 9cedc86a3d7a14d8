"""Turns client JSON into a whole, valid session config, or refuses all of it."""

from typing import Any, TypeVar

import msgspec

from engine.core import errors
from engine.core.audio_config import SemanticVad, TranscriptionSemanticVad
from engine.core.config import (
    DEFAULT_INSTRUCTIONS,
    RealtimeConfig,
    ResponseConfig,
    SessionConfig,
    TranscriptionConfig,
)
from engine.core.orders import Detection

KINDS: dict[str, type[RealtimeConfig] | type[TranscriptionConfig]] = {
    "realtime": RealtimeConfig,
    "transcription": TranscriptionConfig,
}
SEMANTIC_SILENCE_MS = {"low": 1000, "medium": 600, "auto": 600, "high": 300}
NOT_ECHOED = ("parallel_tool_calls",)
ABOUT_RESPONSES = ("create_response", "interrupt_response", "idle_timeout_ms")

Struct = TypeVar("Struct", bound=msgspec.Struct)


def create(wanted: object) -> SessionConfig:
    """A new session's config from what the mint or the call was given."""
    if not isinstance(wanted, dict):
        raise errors.invalid("session", "Expected an object.")
    return _whole(KINDS[_kind(wanted)], wanted)


def update(current: SessionConfig, patch: object) -> SessionConfig:
    """The config after a `session.update`: only what the patch names changes."""
    if not isinstance(patch, dict):
        raise errors.missing("session")
    if _kind(patch) != current.type:
        raise errors.invalid("session.type", f"This is a {current.type} session.")
    merged = _merge(msgspec.to_builtins(current), patch)
    updated = _whole(type(current), merged)
    # A token may be minted without a model; then the client that uses it names one.
    named = current.model if isinstance(current, RealtimeConfig) else ""
    if named and isinstance(updated, RealtimeConfig) and updated.model != named:
        raise errors.invalid("session.model", "The model of a session cannot change.")
    return updated


def response(params: object) -> ResponseConfig:
    return _converted(ResponseConfig, {} if params is None else params, "response")


def echo(config: SessionConfig) -> dict[str, Any]:
    """The effective config as `session.created` and `session.updated` show it."""
    shown: dict[str, Any] = msgspec.to_builtins(config)
    detection = shown["audio"]["input"]["turn_detection"]
    if isinstance(config, TranscriptionConfig) and detection:
        shown["audio"]["input"]["turn_detection"] = _without(detection, ABOUT_RESPONSES)
    return _without(shown, NOT_ECHOED)


def detection(config: SessionConfig) -> Detection | None:
    vad = config.audio.input.turn_detection
    if vad is None:
        return None
    if isinstance(vad, SemanticVad | TranscriptionSemanticVad):
        return Detection(0.5, SEMANTIC_SILENCE_MS[vad.eagerness], 300)
    return Detection(vad.threshold, vad.silence_duration_ms, vad.prefix_padding_ms)


def _without(shown: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in names}


def _kind(wanted: dict[str, Any]) -> str:
    kind = wanted.get("type")
    if kind is None:
        raise errors.missing("session.type")
    if kind not in KINDS:
        raise errors.invalid("session.type", f"Supported values are: {', '.join(KINDS)}.")
    return str(kind)


def _whole(kind: type[Struct], wanted: dict[str, Any]) -> Struct:
    config = _converted(kind, wanted, "session")
    # The service answers an empty text with its own default (recorded).
    if isinstance(config, RealtimeConfig) and not config.instructions:
        config.instructions = DEFAULT_INSTRUCTIONS
    return config


def _converted(kind: type[Struct], wanted: object, root: str) -> Struct:
    try:
        return msgspec.convert(wanted, kind)
    except msgspec.ValidationError as error:
        raise errors.from_validation(error, root) from error


def _merge(current: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    return {**current, **{name: _merged(current.get(name), patch[name]) for name in patch}}


def _merged(old: object, new: object) -> object:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    # Another kind of object (a format, a turn detection) keeps nothing of the old one.
    if new.get("type", old.get("type")) != old.get("type"):
        return new
    return _merge(old, new)
