"""How much of one core a call costs: the engine on one core, its clients on another."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests.bench.figures import Figure
from tests.engine import speech
from tests.engine.peer import Peer
from tests.engine.running import KEY, Address, free_port, wait_until_healthy

ENGINE_CORE, CLIENT_CORE = 0, 1
CALLS = 8
WINDOWS = 3
MEASURED_S = 4.0
SETTLE_S = 2.0
Window = dict[str, float]
LISTEN_ONLY = {
    "type": "realtime",
    "audio": {
        "input": {
            "turn_detection": {
                "type": "server_vad",
                "create_response": False,
                "interrupt_response": False,
            }
        }
    },
}


def one_and_many() -> list[Figure]:
    with _pinned_engine() as (port, commands, answers):
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {CLIENT_CORE})
        try:
            alone, many = asyncio.run(_measure(Address(port), commands, answers))
        finally:
            os.sched_setaffinity(0, before)
    shares = [window["cpu_percent"] / CALLS for window in many]
    lags = [window["lag_p99_ms"] for window in many]
    return [
        Figure(
            "one call on a core: its share", [window["cpu_percent"] for window in alone], unit="%"
        ),
        Figure(f"{CALLS} calls on a core: the share of each", shares, 8, "%"),
        Figure(f"{CALLS} calls on a core: lateness of the loop, p99", lags, 30),
    ]


async def _measure(
    address: Address, commands: IO[str], answers: IO[str]
) -> tuple[list[Window], list[Window]]:
    sound = speech.pcm_48k("tell me a story") * 30
    peers = [await _caller(address, sound)]
    alone = await _measured(commands, answers)
    peers += [await _caller(address, sound) for _ in range(CALLS - 1)]
    many = await _measured(commands, answers)
    await asyncio.gather(*(peer.close() for peer in peers))
    return alone, many


async def _caller(address: Address, sound: bytes) -> Peer:
    peer = Peer()
    await peer.call(address, KEY)
    await peer.until("session.created")
    peer.send("session.update", session=LISTEN_ONLY)
    await peer.until("session.updated")
    peer.microphone.say(sound)
    return peer


async def _measured(commands: IO[str], answers: IO[str]) -> list[Window]:
    await asyncio.sleep(SETTLE_S)
    return [await _window(commands, answers) for _ in range(WINDOWS)]


async def _window(commands: IO[str], answers: IO[str]) -> Window:
    _say(commands)
    await asyncio.sleep(MEASURED_S)
    _say(commands)
    found: Window = json.loads(await asyncio.to_thread(answers.readline))
    return found


def _say(commands: IO[str]) -> None:
    commands.write("\n")
    commands.flush()


@contextmanager
def _pinned_engine() -> Iterator[tuple[int, IO[str], IO[str]]]:
    port = free_port()
    own = {"ENGINE_API_KEY": KEY, "ENGINE_PORT": str(port), "ENGINE_RECOGNISERS": "0"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.pinned_engine", str(ENGINE_CORE)],
        env={**os.environ, **own},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        wait_until_healthy(port, process)
        yield port, process.stdin, process.stdout
    finally:
        process.stdin.close()
        process.wait(10)
