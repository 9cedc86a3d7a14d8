"""Voice and dialogue that answer at once, so that a test can be about the protocol alone."""

import math
import struct
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from engine.dialogue import Call, Reply, Request
from engine.faculties import Faculties
from engine.thinking.small import streamed
from engine.voice.recognition import RecognitionUnavailable, Transcript

TONE = b"".join(
    struct.pack("<h", int(8_000 * math.sin(2 * math.pi * 440 * sample / 24_000)))
    for sample in range(24_000)
)


class FakeUtterance:
    def __init__(self, recognisers: "FakeRecognisers") -> None:
        self._recognisers = recognisers

    @property
    def certain(self) -> str:
        return self._recognisers.certain

    def feed(self, pcm_16k: bytes) -> None:
        self._recognisers.fed += len(pcm_16k)

    async def finish(self) -> Transcript:
        return Transcript(self._recognisers.text, 0.9, bool(self._recognisers.text))

    def abandon(self) -> None:
        self._recognisers.abandoned += 1


@dataclass
class FakeRecognisers:
    text: str = "hello there"
    certain: str = ""
    full: bool = False
    fed: int = 0
    abandoned: int = 0
    hints: tuple[str, ...] = ()

    def open(self, hints: Sequence[str] = ()) -> FakeUtterance:
        if self.full:
            raise RecognitionUnavailable("too many people are speaking at once")
        self.hints = tuple(hints)
        return FakeUtterance(self)


@dataclass
class FakeSynthesis:
    """One second of a tone for each clause."""

    said: list[str] = field(default_factory=list)

    async def say(self, clause: str, voice: str, speed: float = 1.0) -> AsyncGenerator[bytes, None]:
        self.said.append(clause)
        yield TONE

    def knows(self, voice: str) -> bool:
        return voice != "nobody"


def echo(request: Request) -> Reply:
    """Says back what was said, and calls the first tool there is when asked to."""
    words = _words(request)
    if "call" in words and request.tools:
        return Reply([], [Call(request.tools[0]["name"], {"city": "Paris"})])
    return Reply([f"You said {words}.", "That is all."])


def faculties(
    think: Callable[[Request], Reply] = echo, recognisers: FakeRecognisers | None = None
) -> Faculties:
    return Faculties(recognisers or FakeRecognisers(), FakeSynthesis(), streamed(think))


def _words(request: Request) -> str:
    last = request.items[-1]
    if last["type"] == "function_call_output":
        return str(last["output"])
    part = last["content"][0]
    return str(part.get("text") or part.get("transcript"))
