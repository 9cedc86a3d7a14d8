"""What ten calls leave in the engine's memory."""

import asyncio
from pathlib import Path

import aiohttp

from tests.bench.figures import Figure
from tests.engine import speech
from tests.engine.peer import Peer
from tests.engine.running import KEY, EngineProcess

CALLS = 10
LONGEST_END_S = 10
# A little more than the engine takes its time to give memory back.
GIVEN_BACK_S = 1.5


def ten_calls() -> list[Figure]:
    engine = EngineProcess()
    engine.wait_until_healthy()
    try:
        after = asyncio.run(_calls(engine))
    finally:
        engine.end()
    grown = [mib - after[0] for mib in after[1:]]
    return [
        Figure("engine's memory after one call", after[:1], unit="MiB"),
        Figure("ten calls, one after another: growth since the first", grown, 10, "MiB", max),
    ]


async def _calls(engine: EngineProcess) -> list[float]:
    found = []
    for _ in range(CALLS):
        await _call(engine)
        await _until_over(engine)
        await asyncio.sleep(GIVEN_BACK_S)
        found.append(resident_mib(engine.process.pid))
    return found


async def _call(engine: EngineProcess) -> None:
    peer = Peer()
    await peer.call(engine.address, KEY)
    await peer.until("session.created")
    peer.microphone.say(bytes(48_000) + speech.pcm_48k("stop"))
    await peer.until("output_audio_buffer.stopped")
    await peer.close()


async def _until_over(engine: EngineProcess) -> None:
    """The goodbye is on its way: ask until it has arrived."""
    url = f"http://127.0.0.1:{engine.address.port}/health"
    async with aiohttp.ClientSession() as http, asyncio.timeout(LONGEST_END_S):
        while await _calls_on(http, url):
            pass


async def _calls_on(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(url) as answer:
        return int((await answer.json())["calls"])


def resident_mib(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
