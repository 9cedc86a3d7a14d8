"""What the core asks of the world around it: to listen, think, speak, play."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class DetectTurns:
    """Find turns in what is heard with these settings; None turns detection off."""

    settings: "Detection | None"


@dataclass(frozen=True)
class Detection:
    threshold: float
    silence_ms: int
    prefix_ms: int


@dataclass(frozen=True)
class Listen:
    """New user audio, 24 kHz mono PCM16, for the turn detector."""

    pcm: bytes


@dataclass(frozen=True)
class DropTurn:
    """The input buffer was cleared: forget a turn in progress."""


@dataclass(frozen=True)
class Transcribe:
    """Audio of a committed item is complete; answer with a transcript fact."""

    item_id: str
    pcm: bytes
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenUtterance:
    """Speech began: recognise along from here on, for the item to come.

    `queued`, here and below: the client said so, and what it sent before is weighed first.
    """

    item_id: str
    start_ms: int
    hints: tuple[str, ...] = ()
    queued: bool = False


@dataclass(frozen=True)
class CloseUtterance:
    """The turn was committed: answer with a transcript fact."""

    item_id: str
    queued: bool = False


@dataclass(frozen=True)
class DropUtterance:
    item_id: str
    queued: bool = False


@dataclass(frozen=True)
class Think:
    """Find out what to say; items, tools and tool_choice in the protocol's own shapes."""

    response_id: str
    instructions: str
    items: list[dict[str, Any]]
    tools: list[dict[str, Any]] = field(default_factory=list)
    tool_choice: object = "auto"
    understood: bool = True
    spoken: bool = True
    max_output_tokens: int | str = "inf"
    parallel_tool_calls: bool | None = None


@dataclass(frozen=True)
class Speak:
    """Synthesise one clause; answer with `spoken` facts of the same index."""

    response_id: str
    index: int
    text: str
    voice: str
    speed: float


@dataclass(frozen=True)
class Hush:
    """The response is over: whatever is thought or synthesised for it is not wanted."""

    response_id: str


@dataclass(frozen=True)
class Play:
    """Assistant audio, 24 kHz mono PCM16, for the server's own output buffer (WebRTC)."""

    pcm: bytes


@dataclass(frozen=True)
class ClearOutput:
    """Throw away what was not played yet."""


@dataclass(frozen=True)
class AwaitSpeech:
    """Tell when nobody has spoken for so long; None: nobody wants to know any more."""

    after_ms: int | None


@dataclass(frozen=True)
class Touch:
    """The session is in use: put off its idle end."""


Order = (
    DetectTurns
    | Listen
    | DropTurn
    | Transcribe
    | OpenUtterance
    | CloseUtterance
    | DropUtterance
    | Think
    | Speak
    | Hush
    | Play
    | ClearOutput
    | AwaitSpeech
    | Touch
)
