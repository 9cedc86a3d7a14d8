"""The event relay under load: how long until an event is acknowledged, and what an idle tab costs."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle
from uuid import uuid4

from aiohttp import ClientSession

from tests.bench.figures import Figure
from tests.bench.grown import direct, grown
from tests.bench.memory import resident_mib
from tests.chaos.browser import Browser, session_of_many
from tests.chaos.load import Load
from tests.chaos.tab import Tab
from tests.live.grown import DAPHNE, UVICORN, Grown
from tests.live.people import Person

WINDOWS = 3
WINDOW_S = 20.0
SETTLE_S = 5.0
IDLE = 1_000
STORM = 500
STORMS = 3
PEOPLE = 100  # who have all those idle tabs
LOOK_EVERY_S = 0.05
OPEN_WITHIN_S = 120.0
AT_ONCE = 50  # tabs that are opened together


def acknowledged() -> list[Figure]:
    """Two web processes, no proxy between; every tab draws its own conversation as well."""
    with grown(webs=2) as parley:
        people = parley.people(201)
        many = asyncio.run(_acknowledged(parley, people, 2))
        fast = asyncio.run(_acknowledged(parley, people[:51], 20))
    return [
        Figure("200 tabs, 2 events a second each: acknowledged, p95", many, 150),
        Figure("50 tabs, 20 events a second each: acknowledged, p95", fast, 300),
    ]


def idle() -> list[Figure]:
    servers = {"uvicorn": UVICORN, "daphne": DAPHNE}
    return [
        Figure(f"{IDLE:,} idle tabs on {name}: memory of each", [_idle(server)], 64, "KiB")
        for name, server in servers.items()
    ]


def storm() -> list[Figure]:
    """The only web process is killed, and started again at once."""
    with grown(webs=1) as parley:
        people = parley.people(PEOPLE)
        back = asyncio.run(_storms(parley, people))
    return [Figure(f"{STORM} tabs whose web is killed: all back", back, 15_000)]


async def _acknowledged(parley: Grown, people: list[Person], rate: float) -> list[float]:
    """p95 in milliseconds, from the moment when the tab heard an event; one for each window."""
    async with session_of_many() as http:
        load = Load(parley, people, rate, http)
        load.addresses = cycle(direct(parley))
        await load.begin(writes=False)
        await asyncio.sleep(SETTLE_S)
        since = time.monotonic()
        await asyncio.sleep(WINDOWS * WINDOW_S)
        await load.stop_talking()
        await load.drain()
        await load.end()
    took = [one for caller in load.callers for one in caller.outbox.took_s]
    windows = [since + number * WINDOW_S for number in range(WINDOWS)]
    return [_p95([s for at, s in took if start <= at < start + WINDOW_S]) for start in windows]


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 95 // 100] * 1000


def _idle(server: list[str]) -> float:
    with grown(webs=1, server=server) as parley:
        return asyncio.run(_memory_of_each(parley, parley.people(PEOPLE)))


async def _memory_of_each(parley: Grown, people: list[Person]) -> float:
    """After a first wave has come and gone: what the process needs once is no part of it."""
    async with session_of_many() as http:
        await _close(await _open(parley, people, http, PEOPLE))
        before = resident_mib(parley.webs[0].pid)
        tabs = await _open(parley, people, http, IDLE)
        await asyncio.sleep(SETTLE_S)
        more = resident_mib(parley.webs[0].pid) - before
        assert all(tab.online.is_set() for tab in tabs)
        await _close(tabs)
    return more * 1024 / IDLE


async def _storms(parley: Grown, people: list[Person]) -> list[float]:
    """Milliseconds from the kill until the last tab is greeted again."""
    async with session_of_many() as http:
        tabs = await _open(parley, people, http, STORM)
        found = []
        for _ in range(STORMS):
            since = time.monotonic()
            parley.webs[0].kill()
            parley.webs[0].start()
            await _greeted(tabs, since)
            found.append((max(tab.greeted_at for tab in tabs) - since) * 1000)
            await asyncio.sleep(SETTLE_S)
        await _close(tabs)
    return found


async def _open(parley: Grown, people: list[Person], http: ClientSession, count: int) -> list[Tab]:
    (address,) = direct(parley)
    tabs: list[Tab] = []
    for number in range(count):
        person = people[number % len(people)]
        tabs.append(Tab(Browser(http, address, parley.origin, person, str(uuid4()))))
        if len(tabs) % AT_ONCE == 0:
            await _greeted(tabs, 0.0)
    await _greeted(tabs, 0.0)
    return tabs


async def _greeted(tabs: list[Tab], since: float) -> None:
    async with asyncio.timeout(OPEN_WITHIN_S):
        while any(tab.greeted_at <= since for tab in tabs):  # noqa: ASYNC110 - 500, not one to wait for
            await asyncio.sleep(LOOK_EVERY_S)


async def _close(tabs: list[Tab]) -> None:
    await asyncio.gather(*(tab.close() for tab in tabs))
