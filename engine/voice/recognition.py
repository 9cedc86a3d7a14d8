"""Recognises speech in worker processes, while it is still being spoken."""

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import count

from engine.voice.frames import Heard
from engine.voice.utterance import RecognitionUnavailable, Transcript, Utterance
from engine.voice.worker_process import WorkerProcess

__all__ = ["RecogniserPool", "RecognitionUnavailable", "Transcript", "Utterance"]

WAITING_PER_WORKER = 4
FAILED_STARTS_ALLOWED = 3


class RecogniserPool:
    """A few pre-warmed worker processes; utterances beyond them wait their turn, within bounds."""

    def __init__(self, workers: int = 1) -> None:
        self._size = workers
        self._workers: set[WorkerProcess] = set()
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

    @property
    def pids(self) -> list[int]:
        """Of the processes that are running."""
        return sorted(worker.pid for worker in self._workers)

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
        self._workers.add(worker)
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
            if heard.final:
                self.release(pair[0])

    def _bury(self, worker: WorkerProcess) -> None:
        self._workers.discard(worker)
        if worker in self._free:
            self._free.remove(worker)
        for number, (utterance, its_worker) in list(self._busy.items()):
            if its_worker is worker:
                del self._busy[number]
                utterance.failed("the recogniser broke off")

    async def _replace(self) -> None:
        while not self._closing and self._failed_starts < FAILED_STARTS_ALLOWED:
            try:
                await self._add_worker()
            except OSError:
                self._failed_starts += 1
            else:
                return
        self._fail_all("the recogniser cannot be started")

    def _fail_all(self, reason: str) -> None:
        utterances = [utterance for utterance, _ in self._busy.values()] + list(self._waiting)
        self._waiting.clear()
        for utterance in utterances:
            utterance.failed(reason)
