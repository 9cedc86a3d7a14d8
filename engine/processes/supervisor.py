"""Keeps the processes that share the port: starts them, replaces the dead, ends them all."""

import asyncio
import logging
import secrets
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from engine.processes import member, share
from engine.processes.loads import ABSENT, Loads
from engine.serving import told_to_stop, until
from engine.settings import Settings
from engine.tokens import SECRET_BYTES

logger = logging.getLogger(__name__)
ROOT = Path(__file__).parents[2]
LONGEST_START_S = 90.0
# With what the processes need themselves this stays below three seconds.
LONGEST_END_S = 2.5
FAILED_STARTS_ALLOWED = 3


async def supervise(settings: Settings, address: socket.socket) -> None:
    """Until told to stop, or no process can be started any more."""
    stop = told_to_stop()
    with tempfile.TemporaryDirectory(prefix="parley-engine-", ignore_cleanup_errors=True) as folder:
        supervisor = Supervisor(settings.processes, address, Path(folder))
        keepers = asyncio.create_task(supervisor.keep())
        ends = asyncio.create_task(until(stop, settings.lifeline))
        try:
            await asyncio.wait([keepers, ends], return_when=asyncio.FIRST_COMPLETED)
        finally:
            ends.cancel()
            await supervisor.end()
            await keepers


class Supervisor:
    def __init__(self, count: int, address: socket.socket, folder: Path) -> None:
        self._count = count
        self._address = address
        self._folder = folder
        self._secret = secrets.token_bytes(SECRET_BYTES)
        self._loads = Loads.create(folder / "loads", count)
        self._running: set[Process] = set()
        self._ending = False
        self._nothing_runs = asyncio.Event()

    async def keep(self) -> None:
        """As long as one of them can be kept running."""
        await asyncio.gather(*(self._keep(number) for number in range(self._count)))
        self._nothing_runs.set()

    async def end(self) -> None:
        self._ending = True
        for process in self._running:
            _tell_to_end(process)
        try:
            await asyncio.wait_for(self._nothing_runs.wait(), LONGEST_END_S)
        except TimeoutError:
            for process in self._running:
                _kill(process)

    async def _keep(self, number: int) -> None:
        failed_starts = 0
        while not self._ending and failed_starts < FAILED_STARTS_ALLOWED:
            process = await self._start(number)
            failed_starts = 0 if await _is_ready(process) else failed_starts + 1
            await process.wait()
            self._running.discard(process)
            self._loads[number] = ABSENT
            if not self._ending:
                logger.warning("process %d ended (%s)", number, process.returncode)

    async def _start(self, number: int) -> Process:
        descriptor = self._address.fileno()
        command = (sys.executable, "-m", member.__name__)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, cwd=ROOT, pass_fds=[descriptor]
        )
        self._running.add(process)
        if process.stdin:
            process.stdin.write(share.dump(number, self._secret, self._folder, descriptor))
        if self._ending:
            _tell_to_end(process)
        return process


async def _is_ready(process: Process) -> bool:
    if process.stdout is None:
        return False
    try:
        line = await asyncio.wait_for(process.stdout.readline(), LONGEST_START_S)
    except TimeoutError:
        _kill(process)
        return False
    return line == member.READY


def _tell_to_end(process: Process) -> None:
    if process.stdin:
        process.stdin.close()
    with suppress(ProcessLookupError):
        process.terminate()


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
