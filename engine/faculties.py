"""What a session needs: somebody to hear, somebody to think, somebody to speak."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.thinking.thought import Thinker
from engine.voice.recognition import Transcript


class Recognition(Protocol):
    """One utterance on its way to its words."""

    @property
    def certain(self) -> str:
        """What its transcript will begin with, while it is still being spoken."""

    def feed(self, pcm_16k: bytes) -> None: ...

    async def finish(self) -> Transcript:
        """RecognitionUnavailable where no honest answer can be given."""

    def abandon(self) -> None: ...


class Recognisers(Protocol):
    def open(self, hints: Sequence[str] = ()) -> Recognition: ...


class SpeechFailed(Exception):
    """A clause could not be spoken. The text is for whoever runs the engine."""


class Synthesis(Protocol):
    def say(self, clause: str, voice: str, speed: float = 1.0) -> AsyncGenerator[bytes, None]:
        """24 kHz PCM16 in pieces as they are made; an unknown voice becomes some other one."""

    def knows(self, voice: str) -> bool: ...


@dataclass(frozen=True)
class Faculties:
    recognisers: Recognisers
    synthesis: Synthesis
    think: Thinker
