"""The session object of the protocol: every field, its allowed values and its default."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType, field

from engine.core.audio_config import (
    Audio,
    AudioFormat,
    CustomVoice,
    Effort,
    Fraction,
    Strict,
    TranscriptionAudio,
)

DEFAULT_INSTRUCTIONS = (
    "You are a helpful, friendly assistant. Answer briefly, "
    "and call a function whenever one of yours fits."
)

MaxTokens = Annotated[int, Meta(ge=1, le=4096)] | Literal["inf"]
Modalities = Annotated[list[Literal["audio", "text"]], Meta(min_length=1, max_length=1)]
Metadata = Annotated[
    dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=512)]],
    Meta(max_length=16),
]
Include = Literal["item.input_audio_transcription.logprobs"]


class FunctionTool(Strict, tag="function", tag_field="type", omit_defaults=True):
    name: Annotated[str, Meta(min_length=1)]
    description: str | None = None
    parameters: dict[str, Any] | None = None


class McpTool(Strict, tag="mcp", tag_field="type", omit_defaults=True):
    server_label: str
    server_url: str | None = None
    connector_id: str | None = None
    tunnel_id: str | None = None
    authorization: str | None = None
    headers: dict[str, str] | None = None
    allowed_tools: list[str] | dict[str, Any] | None = None
    require_approval: Literal["always", "never"] | dict[str, Any] | None = None
    server_description: str | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] | None = None


class FunctionChoice(Strict, tag="function", tag_field="type"):
    name: str


class McpChoice(Strict, tag="mcp", tag_field="type", omit_defaults=True):
    server_label: str
    name: str | None = None


ToolChoice = Literal["auto", "none", "required"] | FunctionChoice | McpChoice


class RetentionRatio(Strict, tag="retention_ratio", tag_field="type", omit_defaults=True):
    retention_ratio: Fraction
    token_limits: dict[str, int] | None = None


class Tracing(Strict, omit_defaults=True):
    workflow_name: str | None = None
    group_id: str | None = None
    metadata: dict[str, Any] | None = None


class Prompt(Strict, omit_defaults=True):
    id: str
    version: str | None = None
    variables: dict[str, Any] | None = None


class Reasoning(Strict):
    effort: Effort = "low"


class RealtimeConfig(Strict):
    """A conversation's settings; as `session.created` echoes them, in its order."""

    type: Literal["realtime"] = "realtime"
    model: str = ""
    output_modalities: Modalities = field(default_factory=lambda: ["audio"])
    instructions: str = DEFAULT_INSTRUCTIONS
    tools: list[FunctionTool | McpTool] = field(default_factory=list)
    tool_choice: ToolChoice = "auto"
    max_output_tokens: MaxTokens = "inf"
    tracing: Literal["auto"] | Tracing | None = None
    truncation: Literal["auto", "disabled"] | RetentionRatio = "auto"
    prompt: Prompt | None = None
    audio: Audio = field(default_factory=Audio)
    include: list[Include] | None = None
    reasoning: Reasoning | UnsetType = UNSET
    parallel_tool_calls: bool | UnsetType = UNSET


class TranscriptionConfig(Strict):
    """Settings of a session that only writes down what it hears."""

    type: Literal["transcription"] = "transcription"
    audio: TranscriptionAudio = field(default_factory=TranscriptionAudio)
    include: list[Include] | None = None


class ResponseOutput(Strict):
    format: AudioFormat | UnsetType = UNSET
    voice: str | CustomVoice | UnsetType = UNSET


class ResponseAudio(Strict):
    output: ResponseOutput = field(default_factory=ResponseOutput)


class ResponseConfig(Strict):
    """What `response.create` may override, for that response only."""

    instructions: str | UnsetType = UNSET
    output_modalities: Modalities | UnsetType = UNSET
    audio: ResponseAudio = field(default_factory=ResponseAudio)
    tools: list[FunctionTool | McpTool] | UnsetType = UNSET
    tool_choice: ToolChoice | UnsetType = UNSET
    max_output_tokens: MaxTokens | UnsetType = UNSET
    parallel_tool_calls: bool | UnsetType = UNSET
    reasoning: Reasoning | UnsetType = UNSET
    prompt: Prompt | UnsetType | None = UNSET
    metadata: Metadata | None = None
    conversation: Literal["auto", "none"] = "auto"
    input: list[dict[str, Any]] | UnsetType = UNSET


SessionConfig = RealtimeConfig | TranscriptionConfig
