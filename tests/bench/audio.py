"""The audio relay: what a call costs it, beside relays on Node; many calls at once.

Sound goes both ways in frames of 40 ms. The provider and the browsers are one process (`audio_ends/ends.mjs`),
so that a frame's delay is read from one clock; relays run on one core, the ends on the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure
from tests.bench.memory import resident_mib
from tests.chaos.soak import CALM_S, Look, look
from tests.live.grown import UVICORN as WATCHED
from tests.live.grown import Grown
from tests.live.people import Person
from tests.rules.files import ROOT
from tests.run.servers import HOST

PROGRAMS = Path(__file__).with_name("audio_ends")
RELAY_CORE, ENDS_CORE = 0, 1
UVICORN = ["-m", "config.web", "--host", HOST]
FEW, MANY = 20, 100
MANNERS = {"events": "each event parsed both ways", "sound": "binary sound from the browser"}
WINDOWS = 3
SETTLE_S = 3.0
DEVICE = "00000000-0000-4000-8000-000000000001"
TICKS = os.sysconf("SC_CLK_TCK")

Line = dict[str, Any]


class Ends:
    """Both ends, told and asked line by line."""

    def __init__(self) -> None:
        self.process = _node("ends.mjs")
        self.port = self._heard()["port"]

    def asks(self, word: str, **fields: Any) -> Line:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"word": word, **fields}) + "\n")
        self.process.stdin.flush()
        return self._heard()

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    def _heard(self) -> Line:
        assert self.process.stdout
        found: Line = json.loads(self.process.stdout.readline())
        return found


class Parley(Grown):
    """Asks the scripted provider, and not the one of the tests."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder)
        self._provider_port = port

    def _prepare(self, webs: int) -> None:
        super()._prepare(webs)
        self.environment["OPENAI_BASE_URL"] = f"http://{HOST}:{self._provider_port}"
        self.environment["SIDEBAND"] = "on"


def relayed() -> list[Figure]:
    with _ends() as ends:
        of_node = {
            calls: {manner: _of_node(ends, calls, manner) for manner in MANNERS}
            for calls in (FEW, MANY)
        }
        costs, many = _of_parley(ends)
        left = _left_behind(ends)
    beside = [
        figure
        for calls, ours in zip((FEW, MANY), costs, strict=True)
        for figure in _beside(calls, of_node[calls], ours)
    ]
    return [*beside, *many, *left]


def _beside(calls: int, node: dict[str, list[float]], ours: list[float]) -> Iterator[Figure]:
    name = f"{calls} calls through Parley on uvicorn: processor time of a second of a call"
    yield Figure(name, ours, None, "ms of it")
    for manner, what in MANNERS.items():
        theirs = node[manner]
        shares = [mine / its for mine, its in zip(ours, theirs, strict=True)]
        yield Figure(
            f"{calls} calls through Node and ws, {what}: the same", theirs, None, "ms of it"
        )
        yield Figure(f"{calls} calls: Parley's part of that", shares, 0.8, "of it")


def _of_node(ends: Ends, count: int, manner: str) -> list[float]:
    """`manner`: what its browsers speak (MANNERS)."""
    relay = _node("reference.mjs", f"ws://{HOST}:{ends.port}", manner)
    try:
        os.sched_setaffinity(relay.pid, {RELAY_CORE})
        assert relay.stdout
        port = int(relay.stdout.readline())
        calls = [{"url": f"ws://{HOST}:{port}", "headers": {}}] * count
        ends.asks("call", calls=calls, manner=manner)
        found = [_cost(relay.pid, count) for _ in range(WINDOWS)]
        ends.asks("end")
        return found
    finally:
        relay.terminate()
        relay.wait(10)


def _of_parley(ends: Ends) -> tuple[list[list[float]], list[Figure]]:
    """The costs with few calls and with many; what else there is to say of many."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        parley = Parley(Path(folder), ends.port)
        with parley.running(1, UVICORN, jobs=False):
            pid = parley.webs[0].pid
            os.sched_setaffinity(pid, {RELAY_CORE})
            calls = [_call(parley, person) for person in parley.people(MANY)]
            ends.asks("call", calls=calls[:FEW])
            few = [_cost(pid, FEW) for _ in range(WINDOWS)]
            ends.asks("end")
            more, figures = _many(ends, pid, calls)
            return [few, more], figures


def _many(ends: Ends, pid: int, calls: list[Line]) -> tuple[list[float], list[Figure]]:
    before = resident_mib(pid)
    ends.asks("call", calls=calls)
    costs, found = [], []
    for _ in range(WINDOWS):
        ends.asks("measure")
        costs.append(_cost(pid, MANY))
        found.append(ends.asks("result"))
    each_mib = (resident_mib(pid) - before) / MANY
    ends.asks("end")
    wrong = [float(one["wrong"] + one["ended"]) for one in found]
    name = f"{MANY} calls on one process"
    return costs, [
        Figure(f"{name}: a frame's way through, p50", [one["p50"] for one in found], 2),
        Figure(f"{name}: a frame's way through, p95", [one["p95"] for one in found], 10),
        Figure(f"{name}: frames lost, doubled, reordered or altered", wrong, 0, "frames", max),
        Figure(f"{name}: memory of each", [each_mib], 1, "MiB"),
    ]


def _left_behind(ends: Ends) -> list[Figure]:
    """After a first wave, which makes what is made once."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        parley = Parley(Path(folder), ends.port)
        with parley.running(1, WATCHED, jobs=False):
            calls = [_call(parley, person) for person in parley.people(FEW)]
            before = _after_calls(ends, parley, calls, SETTLE_S)
            after = _after_calls(ends, parley, calls, _long_s())
    name = f"{FEW} calls of {_long_s():.0f} s that are over"
    return [
        Figure(f"{name}: tasks left", [float(after.tasks - before.tasks)], 0, "tasks"),
        Figure(
            f"{name}: sockets and files left", [float(_files(after) - _files(before))], 0, "files"
        ),
    ]


def _files(found: Look) -> int:
    """But for connections to PostgreSQL, of which the pool keeps some."""
    return found.files - found.connections


def _after_calls(ends: Ends, parley: Grown, calls: list[Line], seconds: float) -> Look:
    ends.asks("call", calls=calls)
    time.sleep(seconds)
    ends.asks("end")
    time.sleep(CALM_S)
    return look(parley)


def _call(parley: Grown, person: Person) -> Line:
    """As the proxy passes it on; there is none between."""
    host = parley.origin.partition("://")[2]
    headers = {
        "Cookie": person["cookie"],
        "Origin": parley.origin,
        "Host": host,
        "X-Forwarded-Proto": "https",
    }
    address = f"ws://{HOST}:{parley.webs[0].port}/ws/voice/{person['conversation']}/"
    address += f"?device={DEVICE}"  # one that calls again is not another device
    return {"url": address, "headers": headers}


def _cost(pid: int, calls: int) -> float:
    """Milliseconds of processor time for each second of each call."""
    time.sleep(SETTLE_S)
    spent, since = _spent_s(pid), time.monotonic()
    time.sleep(_window_s())
    return (_spent_s(pid) - spent) * 1000 / (time.monotonic() - since) / calls


def _spent_s(pid: int) -> float:
    """With all threads, those that write rows among them."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _window_s() -> float:
    return float(os.environ.get("PARLEY_BENCH_WINDOW_S", "10"))


def _long_s() -> float:
    return float(os.environ.get("PARLEY_BENCH_LONG_S", "300"))


@contextmanager
def _ends() -> Iterator[Ends]:
    ends = Ends()
    try:
        os.sched_setaffinity(ends.process.pid, {ENDS_CORE})
        yield ends
    finally:
        ends.end()


def _node(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["node", str(PROGRAMS / program), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
