"""What one response goes by: the session's settings under `response.create`'s overrides."""

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET

from engine.core.audio_config import AudioFormat, CustomVoice
from engine.core.config import RealtimeConfig, ResponseConfig


@dataclass(frozen=True)
class ResponseSettings:
    instructions: str
    output_modalities: list[str]
    audio_format: AudioFormat
    voice: str | dict[str, str]
    speed: float
    tools: list[dict[str, Any]]
    tool_choice: object
    max_output_tokens: int | str
    parallel_tool_calls: bool | None
    metadata: dict[str, str] | None
    in_conversation: bool

    @property
    def spoken(self) -> bool:
        return self.output_modalities == ["audio"]

    @property
    def voice_name(self) -> str:
        return self.voice if isinstance(self.voice, str) else self.voice["id"]


def combine(session: RealtimeConfig, wanted: ResponseConfig) -> ResponseSettings:
    output, override = session.audio.output, wanted.audio.output
    voice = _either(override.voice, output.voice)
    return ResponseSettings(
        instructions=_either(wanted.instructions, session.instructions),
        output_modalities=list(_either(wanted.output_modalities, session.output_modalities)),
        audio_format=_either(override.format, output.format),
        voice={"id": voice.id} if isinstance(voice, CustomVoice) else voice,
        speed=output.speed,
        tools=msgspec.to_builtins(_either(wanted.tools, session.tools)),
        tool_choice=msgspec.to_builtins(_either(wanted.tool_choice, session.tool_choice)),
        max_output_tokens=_either(wanted.max_output_tokens, session.max_output_tokens),
        parallel_tool_calls=_set(_either(wanted.parallel_tool_calls, session.parallel_tool_calls)),
        metadata=wanted.metadata,
        in_conversation=wanted.conversation == "auto",
    )


def _either(override: Any, setting: Any) -> Any:
    return setting if override is UNSET else override


def _set(value: Any) -> Any:
    return None if value is UNSET else value
