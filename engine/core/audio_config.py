"""The audio half of the session object: formats, transcription, turn detection, voice."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType, field

DEFAULT_VOICE = "alloy"

Fraction = Annotated[float, Meta(ge=0, le=1)]
Milliseconds = Annotated[int, Meta(ge=0, le=60_000)]
Speed = Annotated[float, Meta(ge=0.25, le=1.5)]
Effort = Literal["minimal", "low", "medium", "high", "xhigh"]


class Strict(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A JSON object in which every unknown member is an error."""


class Pcm(Strict, tag="audio/pcm", tag_field="type"):
    rate: Literal[24000] = 24000


class Pcmu(Strict, tag="audio/pcmu", tag_field="type"):
    pass


class Pcma(Strict, tag="audio/pcma", tag_field="type"):
    pass


AudioFormat = Pcm | Pcmu | Pcma


class Transcription(Strict):
    model: str | UnsetType = UNSET
    language: str | None = None
    prompt: str | None = None
    languages: list[str] | UnsetType = UNSET
    keywords: list[str] | UnsetType = UNSET
    delay: Effort | UnsetType = UNSET


class NoiseReduction(Strict):
    type: Literal["near_field", "far_field"]
    strength: float = 1.0


class ServerVad(Strict, tag="server_vad", tag_field="type"):
    threshold: Fraction = 0.5
    prefix_padding_ms: Milliseconds = 300
    silence_duration_ms: Milliseconds = 200
    idle_timeout_ms: Annotated[int, Meta(ge=5000, le=30000)] | None = None
    create_response: bool = True
    interrupt_response: bool = True


class SemanticVad(Strict, tag="semantic_vad", tag_field="type"):
    eagerness: Literal["low", "medium", "high", "auto"] = "auto"
    create_response: bool = True
    interrupt_response: bool = True


class AudioInput(Strict):
    format: AudioFormat = field(default_factory=Pcm)
    transcription: Transcription | None = None
    noise_reduction: NoiseReduction | None = None
    turn_detection: ServerVad | SemanticVad | None = field(default_factory=ServerVad)


class CustomVoice(Strict):
    id: str


class AudioOutput(Strict):
    format: AudioFormat = field(default_factory=Pcm)
    voice: str | CustomVoice = DEFAULT_VOICE
    speed: Speed = 1.0


class Audio(Strict):
    input: AudioInput = field(default_factory=AudioInput)
    output: AudioOutput = field(default_factory=AudioOutput)


class TranscriptionVad(Strict, tag="server_vad", tag_field="type"):
    threshold: Fraction = 0.5
    prefix_padding_ms: Milliseconds = 300
    silence_duration_ms: Milliseconds = 200
    # Taken, as the protocol's types allow them; there is no response that they could be about.
    create_response: bool | UnsetType | None = UNSET
    interrupt_response: bool | UnsetType | None = UNSET
    idle_timeout_ms: int | UnsetType | None = UNSET


class TranscriptionSemanticVad(Strict, tag="semantic_vad", tag_field="type"):
    eagerness: Literal["low", "medium", "high", "auto"] = "auto"
    create_response: bool | UnsetType | None = UNSET
    interrupt_response: bool | UnsetType | None = UNSET


class TranscriptionInput(Strict):
    format: AudioFormat = field(default_factory=Pcm)
    transcription: Transcription | None = None
    noise_reduction: NoiseReduction | None = None
    turn_detection: TranscriptionVad | TranscriptionSemanticVad | None = field(
        default_factory=TranscriptionVad
    )


class TranscriptionAudio(Strict):
    input: TranscriptionInput = field(default_factory=TranscriptionInput)
