"""What a session needs from the voice and the dialogue, and the real ones put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine import dialogue
from engine.dialogue import Reply, Request
from engine.voice.recognition import RecogniserPool, Transcript
from engine.voice.synthesis import Synthesiser


class Recognition(Protocol):
    """One utterance on its way to its words."""

    def feed(self, pcm_16k: bytes) -> None: ...

    async def finish(self) -> Transcript: ...

    def abandon(self) -> None: ...


class Recognisers(Protocol):
    def open(self, hints: Sequence[str] = ()) -> Recognition: ...


class Synthesis(Protocol):
    async def say(self, clause: str, voice: str, speed: float = 1.0) -> bytes: ...


@dataclass(frozen=True)
class Faculties:
    recognisers: Recognisers
    synthesis: Synthesis
    think: Callable[[Request], Reply]


@dataclass(frozen=True)
class LocalFaculties:
    """The engine's own: recogniser processes and a synthesis thread, to be started and closed."""

    recognisers: RecogniserPool
    synthesiser: Synthesiser

    @classmethod
    async def start(cls, recogniser_processes: int) -> "LocalFaculties":
        recognisers = RecogniserPool(recogniser_processes)
        await recognisers.start()
        return cls(recognisers, Synthesiser())

    def faculties(self) -> Faculties:
        return Faculties(self.recognisers, self.synthesiser, dialogue.reply)

    async def close(self) -> None:
        await self.recognisers.close()
        self.synthesiser.close()
