"""One child process that is started again whenever it ends, until its supervisor ends it."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import Process

from config.supervisor.errors import CannotStart
from config.supervisor.options import ROOT
from config.supervisor.plan import Plan

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 10.0
STABLE_AFTER_S = 30.0
GOODBYE_S = 4.0


class Sibling:
    """`lifeline` is the read end of a pipe: a child whose pipe closes ends by itself."""

    def __init__(self, plan: Plan, lifeline: int) -> None:
        self.plan = plan
        self.answered = asyncio.Event()
        self._lifeline = lifeline
        self._pause_s = FIRST_PAUSE_S

    async def run(self) -> None:
        """Keep the child running; cancelling this ends it. Raises when it never came up at all."""
        while True:
            started = time.monotonic()
            process = await self._start()
            try:
                code = await process.wait()
            finally:
                await _end(process)
            if not self.answered.is_set():
                raise CannotStart(f"{self.plan.name} ended before it answered; see above.")
            await self._wait_before_restart(code, time.monotonic() - started)

    async def _start(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self.plan.command,
            cwd=ROOT,
            env={**os.environ, **self.plan.environment, self.plan.lifeline: str(self._lifeline)},
            pass_fds=[self._lifeline],
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the supervisor, which ends its siblings
        )

    async def _wait_before_restart(self, code: int, lived_s: float) -> None:
        if lived_s > STABLE_AFTER_S:
            self._pause_s = FIRST_PAUSE_S
        print(f"{self.plan.name} ended ({_cause(code)}); starting it again.", flush=True)
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)


async def _end(process: Process) -> None:
    """Ask, wait, insist; then sweep up what the child itself had started."""
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GOODBYE_S)
        except TimeoutError:
            process.kill()
            await process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # the usual case: nobody left


def _cause(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
