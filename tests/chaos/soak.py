"""Ten minutes of calls, comings and goings: afterwards everything is as it was before."""

from __future__ import annotations

import asyncio
import json
import random
import time
import urllib.request
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import linear_regression, median

from aiohttp import ClientSession

from tests.bench.memory import resident_mib
from tests.chaos.browser import session_of_many
from tests.chaos.load import Load
from tests.chaos.rounds import standing
from tests.chaos.tab import Tab
from tests.live import ledger
from tests.live.grown import Grown, Web
from tests.live.ledger import Verdict
from tests.live.people import Person
from tests.live.watching import PATH

CALLERS = 50
EVENTS_A_SECOND = 2.0  # of each; 100 together make more than two tool calls a second
COME_EVERY_S = 0.2
STAYS_S = 1.0
CROWD = 50  # come together at first: each pool of threads is as large as it gets
LOOK_EVERY_S = 5.0
FIRST_WAVE_S = 20.0  # what is made lazily is made then: threads, connections, templates
WARM_PART = 0.3
CALM_S = 35.0  # leases and idle connections run out
TOLERANCE = 2
WANTED_MIB_AN_HOUR = 1.0
CONNECTIONS = "select count(*) as count from pg_stat_activity where pid <> pg_backend_pid()"


@dataclass
class Look:
    """What lives in all web processes together."""

    at: float
    resident_mib: list[float]
    tasks: int
    threads: int
    files: int
    connections: int


@dataclass
class Soak:
    seconds: float
    before: Look
    after: Look
    looks: list[Look] = field(default_factory=list)
    acknowledged: int = 0
    visits: int = 0
    tool_calls: int = 0
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def mib_an_hour(self) -> list[float]:
        """The slope of each web process after it is warm."""
        warm = self.looks[int(len(self.looks) * WARM_PART) :]
        times = [look.at / 3600 for look in warm]
        each = zip(*(look.resident_mib for look in warm), strict=True)
        return [linear_regression(times, sizes).slope for sizes in each]

    @property
    def grown(self) -> dict[str, int]:
        names = ("tasks", "threads", "files", "connections")
        return {name: getattr(self.after, name) - getattr(self.before, name) for name in names}

    @property
    def is_met(self) -> bool:
        level = all(abs(more) <= TOLERANCE for more in self.grown.values())
        flat = max(self.mib_an_hour) < WANTED_MIB_AN_HOUR
        return level and flat and not self.verdict.faults

    def row(self) -> dict[str, object]:
        return {
            "seconds": self.seconds,
            "acknowledged": self.acknowledged,
            "visits": self.visits,
            "tool_calls": self.tool_calls,
            "mib_an_hour": [round(slope, 2) for slope in self.mib_an_hour],
            "grown": self.grown,
            "faults": self.verdict.faults,
            "before": asdict(self.before),
            "after": asdict(self.after),
        }


def soak(seconds: float) -> Soak:
    with standing("soak") as parley:
        people = parley.people(CALLERS + 1)
        return asyncio.run(_soak(parley, people, seconds))


async def _soak(parley: Grown, people: list[Person], seconds: float) -> Soak:
    async with session_of_many() as http:
        await _wave(parley, people, http, FIRST_WAVE_S, [])
        before = await _calm_look(parley)
        found = Soak(seconds, before, before)
        load, found.visits = await _wave(parley, people, http, seconds, found.looks)
        found.after = await _calm_look(parley)
    found.acknowledged = sum(len(caller.outbox.took_s) for caller in load.callers)
    found.tool_calls = len(parley.marks_left())
    for conversation, told in load.told().items():
        found.verdict.add(ledger.check(parley, conversation, told))
    return found


async def _wave(
    parley: Grown, people: list[Person], http: ClientSession, seconds: float, looks: list[Look]
) -> tuple[Load, int]:
    load = Load(parley, people, EVENTS_A_SECOND, http)
    await load.begin()
    visiting = asyncio.create_task(_visits(load, seconds))
    looking = asyncio.create_task(_look_again_and_again(parley, looks))
    visits = await visiting
    looking.cancel()
    await load.stop_talking()
    await load.drain()
    await load.end()
    return load, visits


async def _visits(load: Load, seconds: float) -> int:
    """Tabs that come, draw, and go."""
    until = time.monotonic() + seconds
    going = [asyncio.create_task(_visit(load)) for _ in range(CROWD)]
    while time.monotonic() < until:
        going.append(asyncio.create_task(_visit(load)))
        await asyncio.sleep(COME_EVERY_S)
    await asyncio.gather(*going)
    return len(going)


async def _visit(load: Load) -> None:
    caller = random.choice(load.callers)  # noqa: S311
    tab = Tab(load.browser(caller.browser.person))
    tab.revision = caller.tab.revision  # its page shows that much
    await asyncio.sleep(STAYS_S)
    await tab.close()


async def _look_again_and_again(parley: Grown, looks: list[Look]) -> None:
    while True:
        looks.append(await asyncio.to_thread(look, parley))
        await asyncio.sleep(LOOK_EVERY_S)


async def _calm_look(parley: Grown) -> Look:
    """When everybody has left and what they used had time to be given back."""
    await asyncio.sleep(CALM_S)
    looks = []
    for _ in range(3):
        looks.append(await asyncio.to_thread(look, parley))
        await asyncio.sleep(1)
    names = ("tasks", "threads", "files", "connections")
    middle = {name: int(median(getattr(one, name) for one in looks)) for name in names}
    return Look(looks[-1].at, looks[-1].resident_mib, **middle)


def look(parley: Grown) -> Look:
    counted = [_watched(web) for web in parley.webs]
    (connections,) = parley.rows(CONNECTIONS)
    return Look(
        at=time.monotonic(),
        resident_mib=[resident_mib(web.pid) for web in parley.webs],
        tasks=sum(one["tasks"] for one in counted),
        threads=sum(one["threads"] for one in counted),
        files=sum(len(list(Path(f"/proc/{web.pid}/fd").iterdir())) for web in parley.webs),
        connections=connections["count"],
    )


def _watched(web: Web) -> dict[str, int]:
    with urllib.request.urlopen(f"http://127.0.0.1:{web.port}{PATH}", timeout=30) as answer:
        found: dict[str, int] = json.load(answer)
    return found
