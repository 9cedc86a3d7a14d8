"""One turn's audio on its way to its words."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.voice import frames
from engine.voice.certain_words import CertainWords
from engine.voice.frames import Heard
from engine.voice.hints import lean
from engine.voice.worker_process import WorkerProcess

LONGEST_UTTERANCE_BYTES = 60 * 32_000
LONGEST_FINISH_S = 30.0
LOWEST_SCORE = 0.2


class RecognitionUnavailable(Exception):
    """No worker can take or answer this utterance: too many wait, or one died with it."""


@dataclass(frozen=True)
class Transcript:
    """Lower-case words without punctuation; the score is the decoder's, from 0 to 1."""

    text: str
    score: float
    understood: bool


class Owner(Protocol):
    """Who gave the utterance its worker, and takes it back."""

    def release(self, utterance: "Utterance") -> None: ...

    def lose(self, utterance: "Utterance") -> None: ...


class Utterance:
    """One turn's audio on its way to its words. End it with `finish` or `abandon`."""

    def __init__(self, pool: Owner, number: int, hints: Sequence[str]) -> None:
        self.number = number
        self._hints = tuple(hints)
        self._certain = CertainWords(self._hints)
        self._pool = pool
        self._worker: WorkerProcess | None = None
        self._held: list[tuple[int, bytes]] = []
        self._bytes = 0
        self._sealed = False
        self._answer: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()

    def feed(self, pcm_16k: bytes) -> None:
        """Never waits; what comes after a minute is not recognised."""
        if self._sealed:
            return
        self._send(frames.AUDIO, pcm_16k)
        self._bytes += len(pcm_16k)
        if self._bytes >= LONGEST_UTTERANCE_BYTES:
            self._seal()

    async def finish(self) -> Transcript:
        """Raises RecognitionUnavailable where no honest answer can be given."""
        self._seal()
        try:
            heard = await asyncio.wait_for(asyncio.shield(self._answer), LONGEST_FINISH_S)
        except TimeoutError as error:
            self._pool.lose(self)
            raise RecognitionUnavailable("the recogniser did not answer in time") from error
        except asyncio.CancelledError:
            self.abandon()
            raise
        text = self._certain.completed(lean(heard.text.strip(), self._hints))
        return Transcript(text, heard.score, bool(text) and heard.score >= LOWEST_SCORE)

    @property
    def certain(self) -> str:
        """What the transcript will begin with; while it is spoken this only grows."""
        return " ".join(self._certain.words)

    def abandon(self) -> None:
        """Nobody wants the words any more; harmless when it is already over."""
        if not self._answer.done():
            self.failed("nobody waits for it any more")
            self._send(frames.ABANDON)
            self._pool.release(self)
        self._sealed = True

    def given_to(self, worker: WorkerProcess) -> None:
        self._worker = worker
        worker.send(frames.OPEN, self.number)
        for kind, payload in self._held:
            worker.send(kind, self.number, payload)
        self._held.clear()

    def answered(self, heard: Heard) -> None:
        if not heard.final:
            self._certain.update(heard.text)
        elif not self._answer.done():
            self._answer.set_result(heard)

    def failed(self, reason: str) -> None:
        self._sealed = True
        if not self._answer.done():
            self._answer.set_exception(RecognitionUnavailable(reason))
            self._answer.exception()  # read once, so that an abandoned one is not logged

    def _seal(self) -> None:
        if not self._sealed:
            self._sealed = True
            self._send(frames.FINISH)

    def _send(self, kind: int, payload: bytes = b"") -> None:
        if self._worker is None:
            self._held.append((kind, payload))
        else:
            self._worker.send(kind, self.number, payload)
