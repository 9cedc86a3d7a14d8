"""The parent's side of one recogniser process."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from engine.voice import frames, worker
from engine.voice.frames import Heard

ROOT = Path(__file__).parents[2]
LONGEST_START_S = 60.0
LONGEST_END_S = 2.0


class WorkerProcess:
    """A process that ends by itself when this side of its stdin is closed, however we end."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise OSError("a recogniser process needs both its pipes")
        self.pid = process.pid
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout

    @classmethod
    async def start(cls) -> "WorkerProcess":
        """Returns when its models are loaded; OSError when it does not get there."""
        command = (sys.executable, "-m", worker.__name__)
        # Ctrl-C is for the engine; of its own session, this process ends when its pipe closes.
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, cwd=ROOT, start_new_session=True
        )
        started = cls(process)
        try:
            await asyncio.wait_for(started._until_ready(), LONGEST_START_S)
        except BaseException:
            await started.close()
            raise
        return started

    def send(self, kind: int, utterance: int, payload: bytes = b"") -> None:
        # Unread bytes pile up here only for the one utterance that the worker is at,
        # and that one is bounded.
        if not self._stdin.is_closing():
            self._stdin.write(frames.pack(kind, utterance, payload))

    async def answers(self) -> AsyncIterator[Heard]:
        while line := await self._stdout.readline():
            yield frames.load(line)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        self._stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), LONGEST_END_S)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    async def _until_ready(self) -> None:
        if await self._stdout.readline() != worker.READY:
            raise OSError("a recogniser process ended before it was ready")
