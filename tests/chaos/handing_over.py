"""A call that goes from device to device while it is talked in, and whose devices may crash meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession

from tests.chaos import script
from tests.chaos.browser import Browser
from tests.chaos.outbox import Outbox
from tests.chaos.tab import Tab
from tests.live import ledger
from tests.live.grown import Grown
from tests.live.ledger import Told
from tests.live.people import Person
from tests.live.processes import wait_until

CRASHES = ("never", "before", "while it is taken", "afterwards")
EVERY_S = 0.02  # an event
STORED_WITHIN_S = 30.0
OVER_WITHIN_S = 75.0  # the lease of a runner that is gone, and the sweep after it


@dataclass
class Holder:
    browser: Browser
    outbox: Outbox
    tab: Tab
    events: Iterator[dict[str, Any]]

    @property
    def words(self) -> set[str]:
        """What it was told is stored."""
        return set(self.outbox.told.items.values())

    async def talk(self) -> None:
        """Until another device has the call; what it hears up to then are its last words."""
        while not self.tab.is_taken:
            self.tab.hear(next(self.events))
            await asyncio.sleep(EVERY_S)

    async def crash(self) -> None:
        await self.tab.crash()
        self.tab.is_taken = True

    async def stored(self) -> None:
        async with asyncio.timeout(STORED_WITHIN_S):
            while self.outbox.waiting:  # noqa: ASYNC110 - acknowledgements have no event of their own
                await asyncio.sleep(EVERY_S)


@dataclass
class HandingOver:
    """`seed` decides who crashes when; the rest is the machine's own disorder."""

    grown: Grown
    person: Person
    http: ClientSession
    seed: int
    faults: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    holders: list[Holder] = field(default_factory=list)

    async def play(self) -> HandingOver:
        random = Random(self.seed)  # noqa: S311 - repeatable, not a secret
        self._hold(self._browser(), await self._browser().begin())
        for _ in range(random.randint(1, 3)):
            await self._hand_over(random)
        await self._end()
        return self

    async def _hand_over(self, random: Random) -> None:
        first, crash = self.holders[-1], random.choice(CRASHES)
        talking = asyncio.create_task(first.talk())
        await asyncio.sleep(0.05 + random.random() * 0.3)
        if crash == "before":
            await first.crash()
        sure = set(first.words)
        other = self._browser()
        taking = asyncio.create_task(other.begin(take_over=True))
        if crash == "while it is taken":
            await asyncio.sleep(random.random() * 0.1)
            await first.crash()
        answer = await taking
        self._check(answer, first.words if first.tab.said_goodbye else sure)
        self.seen.update([crash, *(["goodbye"] if first.tab.said_goodbye else [])])
        await self._leave(first, talking, crashes=crash == "afterwards")
        self._hold(other, answer)

    async def _leave(self, first: Holder, talking: asyncio.Task[None], *, crashes: bool) -> None:
        """A crashed device is opened again, and sends what it had kept."""
        if crashes:
            await first.crash()
        talking.cancel()
        with suppress(asyncio.CancelledError):
            await talking
        await first.tab.close()
        first.tab = Tab(first.browser, first.outbox)

    def _check(self, answer: dict[str, Any], words: set[str]) -> None:
        """All of them are in the replay, once."""
        texts = Counter(
            part["text"] for item in answer["replay"] for part in item.get("content", [])
        )
        self.faults += [f"seed {self.seed}: not replayed: {one}" for one in words - set(texts)]
        self.faults += [f"seed {self.seed}: twice: {one}" for one, n in texts.items() if n > 1]

    async def _end(self) -> None:
        told = Told()
        for holder in self.holders:
            await holder.stored()
            told.add(holder.outbox.told)
            await holder.browser.end(holder.outbox.session)
            await holder.tab.close()
        told.called.clear()  # those of a fenced session are refused
        conversation = self.person["conversation"]
        await asyncio.to_thread(wait_until, lambda: not self._at_work(conversation), OVER_WITHIN_S)
        self.faults += await asyncio.to_thread(ledger.faults, self.grown, conversation, told)

    def _at_work(self, conversation: str) -> list[ledger.Row]:
        """A tool that runs when its call is over is not broken off: its row is live until it is done."""
        return ledger.unfinished(self.grown, conversation)

    def _hold(self, browser: Browser, answer: dict[str, Any]) -> None:
        outbox = Outbox(answer["session"])
        events = script.call(answer["session"][-12:])
        self.holders.append(Holder(browser, outbox, Tab(browser, outbox), events))

    def _browser(self) -> Browser:
        return Browser(self.http, self.grown.address, self.grown.origin, self.person, str(uuid4()))
