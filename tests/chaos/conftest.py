"""One grown Parley for the short breaks, and devices that read along what they are told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from tests.chaos.browser import Browser, session_of_many
from tests.chaos.outbox import Outbox
from tests.chaos.rounds import standing
from tests.chaos.tab import Tab
from tests.live.grown import Grown
from tests.live.people import Person

PEOPLE = 120
Take = Callable[[int], list[Person]]


@pytest.fixture(scope="session")
def grown() -> Iterator[Grown]:
    with standing("tests") as parley:
        yield parley


@pytest.fixture(scope="session")
def people(grown: Grown) -> Take:
    """Each asks for people whom nobody else has had."""
    left = grown.people(PEOPLE)
    return lambda count: [left.pop() for _ in range(count)]


class Devices:
    """Of one person; each new tab is served by the other web process."""

    def __init__(self, grown: Grown, person: Person, stack: AsyncExitStack) -> None:
        self.grown = grown
        self.person = person
        self.stack = stack

    async def browser(self) -> Browser:
        http = await self.stack.enter_async_context(session_of_many())
        return Browser(http, self.grown.address, self.grown.origin, self.person, str(uuid4()))

    async def watching(self) -> Tab:
        return await self._open(await self.browser(), None)

    async def calling(self, **wish: bool) -> Tab:
        browser = await self.browser()
        return await self._open(browser, Outbox(await browser.start(**wish)))

    async def _open(self, browser: Browser, outbox: Outbox | None) -> Tab:
        tab = Tab(browser, outbox)
        tab.is_read_along = True
        self.stack.push_async_callback(tab.close)
        await tab.hears("changes")
        return tab


@pytest.fixture
async def devices(grown: Grown, people: Take) -> AsyncIterator[Devices]:
    async with AsyncExitStack() as stack:
        (person,) = people(1)
        yield Devices(grown, person, stack)
