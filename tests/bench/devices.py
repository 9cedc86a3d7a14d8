"""One conversation on two devices: how soon the other one shows what is said, and what it missed."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession

from tests.bench.figures import Figure
from tests.bench.grown import direct, grown
from tests.chaos import script
from tests.chaos.browser import Browser, session_of_many
from tests.chaos.outbox import HEARD, Event, Outbox
from tests.chaos.tab import Frame, Tab
from tests.live.grown import Grown
from tests.live.people import Person

PEOPLE = 50  # each on two devices
WINDOWS = 3
WINDOW_S = 10.0
SETTLE_S = 5.0
DELTAS_A_SECOND = 4.0
EVENTS_A_SECOND = 2.0
REVISIONS = 1_000
TIMES = 5


class Looking(Tab):
    """The second device. `took_s`: when, and how long it took, of what it was shown."""

    def __init__(self, browser: Browser, said_at: dict[str, float]) -> None:
        super().__init__(browser)
        self.said_at = said_at
        self.partials: list[tuple[float, float]] = []
        self.finals: list[tuple[float, float]] = []

    def _obey(self, frame: Frame) -> None:
        now = time.monotonic()
        if frame["type"] == "partial":
            self.partials.append((now, now - float(frame["content"])))
        for row in frame["messages"] if frame["type"] == "changes" else []:
            said_at = self.said_at.pop(row["item_id"], None) if row["status"] == "final" else None
            if said_at:
                self.finals.append((now, now - said_at))
        super()._obey(frame)


@dataclass
class Pair:
    """Somebody in a call on one device, who looks at the conversation on another."""

    calling: Tab
    looking: Looking
    said_at: dict[str, float] = field(default_factory=dict)

    async def grow(self) -> None:
        await asyncio.sleep(random.random() / DELTAS_A_SECOND)  # noqa: S311
        assert self.calling.outbox
        growing = {"session": self.calling.outbox.session, "role": "assistant"}
        while True:
            content = str(time.monotonic())
            self.calling.say("partial", item_id="item_growing", content=content, **growing)
            await asyncio.sleep(1 / DELTAS_A_SECOND)

    async def talk(self, name: str) -> None:
        await asyncio.sleep(random.random() * script.TURN_EVENTS / EVENTS_A_SECOND)  # noqa: S311
        for event in script.call(name):
            if item_id := _made_final(event):
                self.said_at[item_id] = time.monotonic()
            self.calling.hear(event)
            await asyncio.sleep(1 / EVENTS_A_SECOND)


def second_device() -> list[Figure]:
    """Two web processes, no proxy between; the two devices of a person are on different ones."""
    with grown(webs=2) as parley:
        deltas, finals = asyncio.run(_second_device(parley, parley.people(PEOPLE)))
    count = 2 * PEOPLE
    return [
        Figure(f"{count} devices: growing text on the second one, p95", deltas, 200),
        Figure(f"{count} devices: a whole message from said to shown there, p95", finals, 300),
    ]


def missed() -> list[Figure]:
    with grown(webs=1) as parley:
        (person,) = parley.people(1)
        found = asyncio.run(_missed(parley, person))
    return [Figure("1,000 missed revisions, in one answer", found, 300)]


async def _second_device(parley: Grown, people: list[Person]) -> tuple[list[float], list[float]]:
    async with session_of_many() as http:
        addresses = cycle(direct(parley))
        pairs = [await _pair(parley, person, http, addresses) for person in people]
        works = [pair.grow() for pair in pairs]
        works += [pair.talk(f"{number:04}") for number, pair in enumerate(pairs)]
        tasks = [asyncio.create_task(work) for work in works]
        await asyncio.sleep(SETTLE_S)
        since = time.monotonic()
        await asyncio.sleep(WINDOWS * WINDOW_S)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(
            *(tab.close() for pair in pairs for tab in (pair.calling, pair.looking))
        )
    deltas = [one for pair in pairs for one in pair.looking.partials]
    finals = [one for pair in pairs for one in pair.looking.finals]
    return _windows(deltas, since), _windows(finals, since)


async def _pair(parley: Grown, person: Person, http: ClientSession, addresses: Any) -> Pair:
    laptop, phone = (
        Browser(http, next(addresses), parley.origin, person, str(uuid4())) for _ in range(2)
    )
    said_at: dict[str, float] = {}
    calling = Tab(laptop, Outbox(await laptop.start()))
    pair = Pair(calling, Looking(phone, said_at), said_at)
    await asyncio.gather(pair.calling.online.wait(), pair.looking.online.wait())
    return pair


async def _missed(parley: Grown, person: Person) -> list[float]:
    """From `watch` to the answer, of a tab that has drawn nothing since so many revisions."""
    async with session_of_many() as http:
        (address,) = direct(parley)
        browser = Browser(http, address, parley.origin, person, str(uuid4()))
        revision = await _talked(browser)
        tab = Tab(browser)
        tab.is_read_along = True
        await tab.hears("changes")
        found = [await _caught_up(tab, revision) for _ in range(TIMES)]
        await tab.close()
    return found


async def _talked(browser: Browser) -> int:
    """A call of so many revisions; returns the last."""
    tab = Tab(browser, Outbox(await browser.start()))
    await tab.online.wait()
    assert tab.outbox
    events = script.call("missed")
    while tab.revision < REVISIONS + 1:
        tab.hear(next(events))
        while len(tab.outbox.waiting) > 1:  # noqa: ASYNC110 - an acknowledgement has no event
            await asyncio.sleep(0.001)
    await browser.end(tab.outbox.session)
    await tab.close()
    return tab.revision


async def _caught_up(tab: Tab, revision: int) -> float:
    since = time.monotonic()
    tab.say("watch", conversation=tab.browser.conversation, after_revision=revision - REVISIONS)
    answer = await tab.hears("changes")
    assert not answer["more"]
    return (time.monotonic() - since) * 1_000


def _made_final(event: Event) -> str:
    """The item that is whole with this event; else empty."""
    if event["type"] == HEARD:
        return str(event["item_id"])
    item = event["item"] if event["type"] == "conversation.item.done" else {}
    return str(item["id"]) if item.get("role") == "assistant" else ""


def _windows(took: list[tuple[float, float]], since: float) -> list[float]:
    """The 95th percentile of each, in milliseconds."""
    starts = [since + number * WINDOW_S for number in range(WINDOWS)]
    return [_p95([s for at, s in took if start <= at < start + WINDOW_S]) for start in starts]


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 95 // 100] * 1_000
