"""Recognises speech in worker processes, while it is still being spoken."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from engine.voice import frames
from engine.voice.frames import Heard
from engine.voice.worker_process import WorkerProcess

LONGEST_UTTERANCE_BYTES = 60 * 32_000
LONGEST_FINISH_S = 30.0
WAITING_PER_WORKER = 4
LOWEST_SCORE = 0.25
FAILED_STARTS_ALLOWED = 3


class RecognitionUnavailable(Exception):
    """No worker can take or answer this utterance: too many wait, or one died with it."""


@dataclass(frozen=True)
class Transcript:
    """Lower-case words without punctuation; the score is the decoder's, from 0 to 1."""

    text: str
    score: float
    understood: bool


class Utterance:
    """One turn's audio on its way to its words. End it with `finish` or `abandon`."""

    def __init__(self, pool: "RecogniserPool", number: int, hints: Sequence[str]) -> None:
        self.number = number
        self.hints = tuple(hints)
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
        text = heard.text.strip()
        return Transcript(text, heard.score, bool(text) and heard.score >= LOWEST_SCORE)

    def abandon(self) -> None:
        """Nobody wants the words any more; harmless when it is already over."""
        if not self._answer.done():
            self._answer.cancel()
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
        if not self._answer.done():
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


class RecogniserPool:
    """A few pre-warmed worker processes; utterances beyond them wait their turn, within bounds."""

    def __init__(self, workers: int = 1) -> None:
        self._size = workers
        self._free: deque[WorkerProcess] = deque()
        self._busy: dict[int, tuple[Utterance, WorkerProcess]] = {}
        self._waiting: deque[Utterance] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._numbers = count(1)
        self._closing = False
        self._failed_starts = 0

    async def start(self) -> None:
        await asyncio.gather(*(self._add_worker() for _ in range(self._size)))

    async def close(self) -> None:
        self._closing = True
        self._fail_all("the recogniser is closing")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def open(self, hints: Sequence[str] = ()) -> Utterance:
        """A new utterance; RecognitionUnavailable when too many wait already."""
        if self._closing or not self._tasks:
            raise RecognitionUnavailable("the recogniser is not running")
        if len(self._waiting) >= WAITING_PER_WORKER * self._size:
            raise RecognitionUnavailable("too many people are speaking at once")
        utterance = Utterance(self, next(self._numbers), hints)
        self._waiting.append(utterance)
        self._hand_out()
        return utterance

    def release(self, utterance: Utterance) -> None:
        """Give its worker to the next one; an answer that still comes is dropped by number."""
        if utterance in self._waiting:
            self._waiting.remove(utterance)
        pair = self._busy.pop(utterance.number, None)
        if pair is not None:
            self._free.append(pair[1])
            self._hand_out()

    def lose(self, utterance: Utterance) -> None:
        """Its worker hangs: end the process, and a new one takes its place."""
        if utterance in self._waiting:
            self._waiting.remove(utterance)
        pair = self._busy.get(utterance.number)
        if pair is not None:
            pair[1].kill()

    def _hand_out(self) -> None:
        while self._free and self._waiting:
            worker, utterance = self._free.popleft(), self._waiting.popleft()
            self._busy[utterance.number] = (utterance, worker)
            utterance.given_to(worker)

    async def _add_worker(self) -> None:
        worker = await WorkerProcess.start()
        self._failed_starts = 0
        self._free.append(worker)
        task = asyncio.create_task(self._listen(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._hand_out()

    async def _listen(self, worker: WorkerProcess) -> None:
        """The one reader of this worker, for its whole life, whoever it works for."""
        try:
            async for heard in worker.answers():
                self._deliver(heard)
            self._bury(worker)
            await self._replace()
        finally:
            await worker.close()

    def _deliver(self, heard: Heard) -> None:
        pair = self._busy.get(heard.utterance)
        if pair is not None:
            pair[0].answered(heard)
            self.release(pair[0])

    def _bury(self, worker: WorkerProcess) -> None:
        if worker in self._free:
            self._free.remove(worker)
        for number, (utterance, its_worker) in list(self._busy.items()):
            if its_worker is worker:
                del self._busy[number]
                utterance.failed("the recogniser broke off")

    async def _replace(self) -> None:
        while not self._closing and self._failed_starts < FAILED_STARTS_ALLOWED:
            try:
                return await self._add_worker()
            except OSError:
                self._failed_starts += 1
        self._fail_all("the recogniser cannot be started")

    def _fail_all(self, reason: str) -> None:
        utterances = [utterance for utterance, _ in self._busy.values()] + list(self._waiting)
        self._waiting.clear()
        for utterance in utterances:
            utterance.failed(reason)
