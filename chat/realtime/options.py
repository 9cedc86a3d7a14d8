"""A person's preferences as the provider's session options (protocol: section 2.1)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chat.models import Preference, RealtimeSession
from chat.provider import catalog
from chat.services import preferences, voices

Turns, Noise = Preference.Turns, Preference.Noise


def audio(session: RealtimeSession, preference: Preference) -> dict[str, Any]:
    """The session's `audio`. A session without sound waits for no turns."""
    speaks = session.output == RealtimeSession.Output.AUDIO
    near_or_far = None if preference.noise == Noise.OFF else {"type": preference.noise}
    return {
        "input": {
            "transcription": _transcription(preference),
            "noise_reduction": near_or_far,
            "turn_detection": _turn_detection(preference) if speaks else None,
        },
        "output": {"voice": _voice(session.voice), "speed": preference.speed},
    }


def thinking(session: RealtimeSession, preference: Preference) -> dict[str, Any]:
    """How long and how hard it may answer; effort only where the model knows it."""
    found: dict[str, Any] = {}
    if preference.max_output_tokens:
        found["max_output_tokens"] = preference.max_output_tokens
    if catalog.realtime_model(session.model).reasons:
        found["reasoning"] = {"effort": preference.effort}
    return found


def _transcription(preference: Preference) -> dict[str, str]:
    found = {"model": preferences.transcription_model(preference, timezone.localdate())}
    if preference.language:
        found["language"] = preference.language
    return found


def _voice(name: str) -> str | dict[str, str]:
    return {"id": name} if name.startswith(voices.CUSTOM_VOICE) else name


def _turn_detection(preference: Preference) -> dict[str, Any] | None:
    """None: the person says when a turn begins and ends."""
    if preference.push_to_talk:
        return None
    common = {"create_response": True, "interrupt_response": True}
    if preference.turns == Turns.SEMANTIC_VAD:
        return {"type": "semantic_vad", "eagerness": preference.eagerness, **common}
    return {
        "type": "server_vad",
        "threshold": preference.threshold,
        "prefix_padding_ms": preference.prefix_padding_ms,
        "silence_duration_ms": preference.silence_ms,
        **common,
    }
