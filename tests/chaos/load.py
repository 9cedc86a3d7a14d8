"""Many calls at once: events at a steady rate, and now and then something written."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, repeat
from typing import Any, TypeVar
from uuid import uuid4

from aiohttp import ClientSession

from tests.chaos import script
from tests.chaos.browser import NOT_SENT, Browser, Refused
from tests.chaos.comeback import full_jitter
from tests.chaos.outbox import Outbox
from tests.chaos.tab import Tab
from tests.fakes.calls import FakeCall
from tests.live.grown import Grown
from tests.live.ledger import Told
from tests.live.people import Person

LOOK_EVERY_S = 0.02
WRITE_EVERY_S = 3.0
DRAINED_WITHIN_S = 90.0
RETRY_FROM = 429  # refusals below are about the request itself
LONGEST_PAUSE_S = 2.0
Result = TypeVar("Result")
PROBLEMS: Counter[str] = Counter()  # why posts were tried again, for whoever looks
Noise = Callable[[Iterator[dict[str, Any]]], Iterator[dict[str, Any]]]


@dataclass
class Caller:
    """One person in a call: the tab that holds it, and what they write."""

    browser: Browser
    outbox: Outbox
    tab: Tab
    events: Iterator[dict[str, Any]]
    sideband: FakeCall | None = None  # the server's ear hears what the tab hears
    typed: Told = field(default_factory=Told)

    def hear(self, event: dict[str, Any]) -> None:
        self.tab.hear(event)
        if self.sideband:
            self.sideband.happens_soon(event)

    @property
    def told(self) -> Told:
        found = Told()
        found.add(self.outbox.told)
        found.add(self.typed)
        return found

    @property
    def latest(self) -> float:
        """When the newest event was heard that is acknowledged by now."""
        return self.outbox.took_s[-1][0] if self.outbox.took_s else 0.0


class Load:
    """`rate`: events a second of each caller. `noise`: what each caller's events go through."""

    noise: Noise = staticmethod(iter)

    def __init__(
        self, parley: Grown, people: list[Person], rate: float, http: ClientSession
    ) -> None:
        self.parley = parley
        *self.people, self.spare = people  # one of them is in no call
        self.rate = rate
        self.http = http
        self.addresses: Iterator[str] = repeat(parley.address)
        self.callers: list[Caller] = []
        self.left: list[Caller] = []  # whose tab crashed: only their outbox is still drained
        self._works: dict[str, asyncio.Task[None]] = {}  # by session, or by who writes

    async def begin(self, *, writes: bool = True) -> None:
        self.callers = list(await asyncio.gather(*(self.call(person) for person in self.people)))
        for caller in self.callers:
            self._works[caller.outbox.session] = asyncio.create_task(self._talk(caller))
            if writes:
                name = f"{caller.outbox.session} writes"
                self._works[name] = asyncio.create_task(self._write(caller))

    async def call(self, person: Person, device: str = "") -> Caller:
        browser = self.browser(person, device)
        session, sideband = await self._open(browser)
        outbox = Outbox(session)
        events = self.noise(script.call(session[-12:]))
        return Caller(browser, outbox, Tab(browser, outbox), events, sideband)

    async def _open(self, browser: Browser) -> tuple[str, FakeCall | None]:
        while True:
            session = await again_and_again(partial(browser.start, client_id=str(uuid4())))
            if not self.parley.server_posts_offers:
                return session, None
            try:
                await again_and_again(partial(browser.offer, session))
            except Refused:  # an offer is posted once, whatever came of it: as the page, start anew
                await again_and_again(partial(browser.end, session))
            else:
                return session, self._sideband(session)

    def _sideband(self, session: str) -> FakeCall:
        mark = session.replace("-", "")
        calls = self.parley.provider.calls.values()
        return next(call for call in calls if mark in call.session["instructions"])

    def browser(self, person: Person, device: str = "") -> Browser:
        device = device or str(uuid4())
        return Browser(self.http, next(self.addresses), self.parley.origin, person, device)

    @property
    def everybody(self) -> list[Caller]:
        return [*self.callers, *self.left]

    def told(self) -> dict[str, Told]:
        """By conversation, what somebody was told is stored."""
        found: dict[str, Told] = {caller.browser.conversation: Told() for caller in self.everybody}
        for caller in self.everybody:
            found[caller.browser.conversation].add(caller.told)
        return found

    async def reopen(self, caller: Caller) -> Caller:
        """Its browser is killed; opened again it goes on with a new session, and drains the old outbox."""
        await caller.tab.crash()
        self._hush(caller)
        self.left.append(caller)
        again = await self.call(caller.browser.person, caller.browser.device)
        caller.tab = Tab(caller.browser, caller.outbox)
        self.callers[self.callers.index(caller)] = again
        self._works[again.outbox.session] = asyncio.create_task(self._talk(again))
        return again

    async def heard_since(
        self, moment: float, callers: list[Caller], within_s: float
    ) -> list[float]:
        """When each had something acknowledged that was heard after a moment; in order."""
        back: dict[str, float] = {}
        until = time.monotonic() + within_s
        while missing := [one for one in callers if one.outbox.session not in back]:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(missing)} are not back after {within_s} s")
            back |= {one.outbox.session: time.monotonic() for one in missing if one.latest > moment}
            await asyncio.sleep(LOOK_EVERY_S)
        return sorted(back.values())

    async def stop_talking(self) -> None:
        for work in self._works.values():
            work.cancel()
        ended = await asyncio.gather(*self._works.values(), return_exceptions=True)
        faults = [one for one in ended if isinstance(one, Exception)]
        if faults:
            raise ExceptionGroup("somebody could not go on", faults)

    async def drain(self) -> None:
        """Until everything is acknowledged, and everything written is sent."""
        until = time.monotonic() + DRAINED_WITHIN_S
        while left := sum(len(caller.outbox.waiting) for caller in self.everybody):
            if time.monotonic() > until:
                raise TimeoutError(f"{left} events are not acknowledged after {DRAINED_WITHIN_S} s")
            await asyncio.sleep(LOOK_EVERY_S)

    async def end(self) -> None:
        await asyncio.gather(*(self._end(caller) for caller in self.everybody))

    def _hush(self, caller: Caller) -> None:
        """A browser that is gone hears and writes nothing more."""
        for name in (caller.outbox.session, f"{caller.outbox.session} writes"):
            if work := self._works.get(name):
                work.cancel()

    async def _end(self, caller: Caller) -> None:
        await again_and_again(partial(caller.browser.end, caller.outbox.session))
        await caller.tab.close()

    async def _talk(self, caller: Caller) -> None:
        # Not all at one moment, nor all at the same word of their turn.
        await asyncio.sleep(random.random() * script.TURN_EVENTS / self.rate)  # noqa: S311
        due = time.monotonic()
        for event in caller.events:
            caller.hear(event)
            due += 1 / self.rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _write(self, caller: Caller) -> None:
        while True:
            await asyncio.sleep(random.uniform(0.5, 1.5) * WRITE_EVERY_S)  # noqa: S311
            client_id, content = uuid4(), f"Written at {time.monotonic()}"
            await again_and_again(partial(caller.browser.write, str(client_id), content))
            caller.typed.typed[client_id.hex] = content


async def again_and_again(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """As a person does, or the page for them: with pauses, until it is done."""
    for tries in count():
        try:
            return await attempt()
        except NOT_SENT as problem:
            PROBLEMS[f"{type(problem).__name__} {problem}"[:80]] += 1
            if isinstance(problem, Refused) and problem.status < RETRY_FROM:
                raise
            await asyncio.sleep(min(LONGEST_PAUSE_S, full_jitter(tries)))
    raise AssertionError("count() has no end")
