"""The ears of one live session: finds turns in its audio and has them recognised."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from engine.core.orders import CloseUtterance, DetectTurns, DropUtterance, OpenUtterance, Transcribe
from engine.faculties import Recognisers
from engine.recognising import HEARD_HZ, RECOGNISED_HZ, Recognising, Words
from engine.voice.resample import Resampler
from engine.voice.turns import SpeechStarted, SpeechStopped, TurnDetector

BYTES_PER_MS = RECOGNISED_HZ * 2 // 1000
# A turn is noticed late: this much is kept so that it can be recognised from its start.
KEPT_BYTES = 5_000 * BYTES_PER_MS
# Detection costs 1 ms per 32 ms of sound: after this much at once the others get the loop.
SLICE_BYTES = HEARD_HZ * 2 // 5
FULL = 64

Step = Callable[[], None]


class Facts(Words, Protocol):
    """What the session is told."""

    def speech_started(self, at_ms: int) -> None: ...

    def speech_stopped(self, at_ms: int) -> None: ...


class Hearing:
    """Times are milliseconds since the first audio of the session."""

    def __init__(self, recognisers: Recognisers, facts: Facts, after: Callable[[], None]) -> None:
        self._recognising = Recognising(recognisers, facts, after)
        self._facts = facts
        self._after = after
        self._detector: TurnDetector | None = None
        self._detecting_from_ms = 0
        self._to_16k = Resampler(HEARD_HZ, RECOGNISED_HZ)
        self._kept = bytearray()
        self._heard_bytes = 0
        self._audio: asyncio.Queue[bytes | Step] = asyncio.Queue()
        self._listener = asyncio.create_task(self._listen())

    def detect(self, order: DetectTurns) -> None:
        wanted = order.settings
        if wanted is None:
            self._detector = None
        elif self._detector:
            self._detector.tune(wanted.threshold, wanted.silence_ms, wanted.prefix_ms)
        else:
            self._detector = TurnDetector(wanted.threshold, wanted.silence_ms, wanted.prefix_ms)
            self._detecting_from_ms = self._heard_bytes // BYTES_PER_MS

    def listen(self, pcm_24k: bytes) -> None:
        self._audio.put_nowait(pcm_24k)

    async def caught_up(self) -> None:
        """Wait here when a client sends audio faster than it can be weighed."""
        if self._audio.qsize() > FULL:
            await self.heard_all()

    async def heard_all(self) -> None:
        await self._audio.join()

    def drop_turn(self) -> None:
        if self._detector:
            self._detector.reset()

    def open_utterance(self, order: OpenUtterance) -> None:
        if order.queued:
            self._do_in_turn(lambda: self._recognising.open(order.item_id, b"", order.hints))
            return
        missed = self._heard_bytes - order.start_ms * BYTES_PER_MS
        before = bytes(self._kept[-missed:]) if missed > 0 else b""
        self._recognising.open(order.item_id, before, order.hints)

    def close_utterance(self, order: CloseUtterance) -> None:
        close = partial(self._recognising.close, order.item_id)
        self._do_in_turn(close) if order.queued else close()

    def drop_utterance(self, order: DropUtterance) -> None:
        drop = partial(self._recognising.drop, order.item_id)
        self._do_in_turn(drop) if order.queued else drop()

    def transcribe(self, order: Transcribe) -> None:
        self._recognising.whole(order.item_id, order.pcm, order.hints)

    async def end(self) -> None:
        self._listener.cancel()
        await asyncio.gather(self._listener, return_exceptions=True)
        await self._recognising.end()

    def _do_in_turn(self, step: Step) -> None:
        """After the audio that waits to be weighed."""
        self._audio.put_nowait(step)

    async def _listen(self) -> None:
        while True:
            next_one = await self._audio.get()
            if isinstance(next_one, bytes):
                await self._weigh_all(next_one)
            else:
                next_one()
            self._audio.task_done()

    async def _weigh_all(self, pcm: bytes) -> None:
        for piece in _slices(pcm):
            self._weigh(self._to_16k.feed(piece))
            await asyncio.sleep(0)

    def _weigh(self, pcm_16k: bytes) -> None:
        self._kept += pcm_16k
        del self._kept[:-KEPT_BYTES]
        self._heard_bytes += len(pcm_16k)
        self._recognising.feed(pcm_16k)
        for found in self._detector.feed(pcm_16k) if self._detector else ():
            self._tell(found)

    def _tell(self, found: SpeechStarted | SpeechStopped) -> None:
        at_ms = self._detecting_from_ms + found.at_ms
        if isinstance(found, SpeechStarted):
            self._facts.speech_started(at_ms)
        else:
            self._facts.speech_stopped(at_ms)
        self._after()


def _slices(pcm: bytes) -> Iterator[bytes]:
    for start in range(0, len(pcm), SLICE_BYTES):
        yield pcm[start : start + SLICE_BYTES]
