"""`python -m tests.bench.pinned_engine CORE`: an engine on one core that knows how late its loop is.

It has no recogniser: what is measured is transport and turn detection. A line on stdin begins a
measurement, the next one ends it and is answered with JSON on stdout.
"""

import asyncio
import json
import os
import socket
import sys
import time
from itertools import pairwise

from engine.processes.share import Share
from engine.program import prepare
from engine.serving import serving
from engine.settings import Settings, from_environment

PROBE_S = 0.005


async def serve(settings: Settings) -> None:
    address = socket.create_server((settings.host, settings.port))
    async with serving(settings, Share(), address):
        while await _line():
            await _measure()


async def _measure() -> None:
    ticks: list[float] = []
    probe = asyncio.create_task(_tick(ticks))
    started, spent = time.monotonic(), time.process_time()
    await _line()
    probe.cancel()
    share = (time.process_time() - spent) / (time.monotonic() - started)
    late = sorted((later - sooner - PROBE_S) * 1000 for sooner, later in pairwise(ticks))
    found = {"cpu_percent": share * 100, "lag_p99_ms": late[len(late) * 99 // 100]}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


async def _tick(ticks: list[float]) -> None:
    while True:
        ticks.append(time.monotonic())
        await asyncio.sleep(PROBE_S)


async def _line() -> str:
    return await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    chosen = from_environment(os.environ)
    prepare(chosen)
    asyncio.run(serve(chosen))
