"""The program as a process: how it starts, ends, and what it leaves behind."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import aiohttp
import pytest

from tests.engine.peer import Peer
from tests.engine.running import KEY, EngineProcess

LONGEST_END_S = 3


@pytest.fixture
def program() -> Iterator[EngineProcess]:
    """An engine of the test's own, which the test may end."""
    process = EngineProcess(ENGINE_RECOGNISERS="1")
    process.wait_until_healthy()
    yield process
    process.process.kill()


async def test_sigterm_ends_it_with_a_call_on(program: EngineProcess) -> None:
    peer = Peer()
    await peer.call(program.address, KEY)
    await peer.until("session.created")
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(LONGEST_END_S) == 0
    await peer.close()


async def test_sigterm_closes_open_sockets(program: EngineProcess) -> None:
    url = f"{program.address.ws}/realtime?model=any"
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.ws_connect(url) as socket:
        await socket.receive()
        program.process.send_signal(signal.SIGTERM)
        async for _ in socket:
            pass
        assert socket.close_code == 1001
    assert program.process.wait(LONGEST_END_S) == 0


def test_it_ends_when_its_lifeline_is_cut() -> None:
    ours, theirs = os.pipe()
    program = EngineProcess(lifeline=ours)
    os.close(ours)
    program.wait_until_healthy()
    os.close(theirs)
    assert program.process.wait(LONGEST_END_S) == 0
    program.written()


def test_it_writes_no_secret(program: EngineProcess) -> None:
    assert KEY not in program.end()


def test_it_does_not_start_without_a_key() -> None:
    environment = {name: os.environ[name] for name in os.environ if name != "ENGINE_API_KEY"}
    ended = subprocess.run(
        [sys.executable, "-m", "engine"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == 1
    assert "ENGINE_API_KEY is not set" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_ctrl_c_while_it_loads_leaves_no_traceback() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "engine"]
    environment = {**os.environ, "ENGINE_API_KEY": KEY}
    loading = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert loading.stderr is not None
    while "aiohttp" not in loading.stderr.readline():
        pass
    loading.send_signal(signal.SIGINT)
    assert "Traceback" not in loading.communicate(timeout=LONGEST_END_S)[1]
    assert loading.returncode == -signal.SIGINT


def test_a_taken_port_is_one_sentence(program: EngineProcess) -> None:
    second = EngineProcess(ENGINE_PORT=str(program.address.port))
    written = second.written()
    assert second.process.returncode == 1
    assert f"cannot listen on 127.0.0.1:{program.address.port}" in written
    assert "Traceback" not in written


def test_no_recogniser_is_left_when_it_is_killed(program: EngineProcess) -> None:
    workers = children(program.process.pid)
    assert workers
    program.process.kill()
    program.written()
    assert all(ended(worker) for worker in workers)


def children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    )
    return [int(line) for line in listed.stdout.split()]


def ended(pid: int) -> bool:
    """Waits for a process that is not our child to be gone; the pipe's end tells it."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ready, _, _ = select.select([watched], [], [], LONGEST_END_S)
    os.close(watched)
    return bool(ready)
