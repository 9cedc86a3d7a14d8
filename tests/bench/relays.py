"""Relays and what they stand between: Parley on uvicorn, references on Node, a provider and browsers.

The provider and the browsers of one relay are one process (`audio_ends/ends.mjs`), so that a frame's delay is
read from one clock; relays run on one core, the ends on the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.live.grown import Grown
from tests.live.people import Person
from tests.rules.files import ROOT
from tests.run.servers import HOST

PROGRAMS = Path(__file__).with_name("audio_ends")
RELAY_CORE, ENDS_CORE = 0, 1
UVICORN = ["-m", "config.web", "--host", HOST]
SETTLE_S = 0.7
DEVICE = "00000000-0000-4000-8000-000000000001"

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


@dataclass
class Relay:
    """One with open calls, in which nobody speaks until it is measured."""

    pid: int
    ends: Ends
    calls: int

    def measured(self, seconds: float) -> tuple[float, Line]:
        """Milliseconds of processor time for each second of each call; what became of its frames."""
        self.ends.asks("speak")
        self.ends.asks("measure")
        time.sleep(SETTLE_S)
        spent, since = self._spent_ns(), time.monotonic()
        time.sleep(seconds)
        cost = (self._spent_ns() - spent) / 1e6 / (time.monotonic() - since) / self.calls
        found = self.ends.asks("result")
        self.ends.asks("rest")
        return cost, found

    def _spent_ns(self) -> int:
        """With all threads, those that write rows among them."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        found = (thread / "schedstat" for thread in threads)
        return sum(int(one.read_text(encoding="utf-8").split()[0]) for one in found)


@contextmanager
def ends() -> Iterator[Ends]:
    found = Ends()
    try:
        os.sched_setaffinity(found.process.pid, {ENDS_CORE})
        yield found
    finally:
        found.end()


@contextmanager
def of_node(count: int, manner: str) -> Iterator[Relay]:
    """`manner`: what its browsers speak, `events` or `sound`."""
    with ends() as its:
        relay = _node("reference.mjs", f"ws://{HOST}:{its.port}", manner)
        try:
            os.sched_setaffinity(relay.pid, {RELAY_CORE})
            assert relay.stdout
            port = int(relay.stdout.readline())
            calls = [{"url": f"ws://{HOST}:{port}", "headers": {}}] * count
            its.asks("call", calls=calls, manner=manner)
            its.asks("rest")
            yield Relay(relay.pid, its, count)
            its.asks("end")
        finally:
            relay.terminate()
            relay.wait(10)


@contextmanager
def of_parley(parley: Parley, its: Ends, people: list[Person]) -> Iterator[Relay]:
    """A call of each of these people."""
    pid = parley.webs[0].pid
    os.sched_setaffinity(pid, {RELAY_CORE})
    its.asks("call", calls=[call(parley, person) for person in people])
    its.asks("rest")
    yield Relay(pid, its, len(people))
    its.asks("end")


def call(parley: Grown, person: Person) -> Line:
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


def _node(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["node", str(PROGRAMS / program), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
