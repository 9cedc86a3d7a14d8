"""A call through one web process is ended at another."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.chaos.browser import Browser
from tests.config.grown.conftest import WITHIN_S, Frame, Socket, browser_of
from tests.live.grown import Grown
from tests.live.people import Person
from tests.live.processes import wait_until

MAKE_STAFF = """
from chat.models import User, Conversation
User.objects.filter(conversations={!r}).update(is_staff=True, is_superuser=True)
"""
OWNER = "SELECT owner_id FROM chat_conversation WHERE id = ?"
FORGET = "DELETE FROM chat_callpolicy WHERE user_id = ? RETURNING 1"


class Call(Socket):
    ready: Frame

    async def is_over(self) -> tuple[str, int | None]:
        """Why, and the closing code."""
        return (await self.hears("parley.over"))["reason"], await self.closing_code()


@pytest.fixture(scope="module")
def somebody(grown: Grown) -> Person:
    return grown.people(2)[1]


@pytest.fixture
async def call(grown: Grown, http: ClientSession, somebody: Person) -> AsyncIterator[Call]:
    """At the first web process; a program's, with no tab."""
    browser = browser_of(http, somebody, grown.webs[0])
    address = f"{browser.address}/ws/voice/{browser.conversation}/?take_over=1"
    async with http.ws_connect(address, headers=browser.headers) as socket:
        made = Call(socket)
        made.ready = await made.hears("parley.ready")
        yield made


@pytest.fixture
def desk(grown: Grown, http: ClientSession) -> Browser:
    """An administrator's, at the other web process."""
    administrator = grown.people(3)[2]
    grown.manage("shell", "-v", "0", "-c", MAKE_STAFF.format(administrator["conversation"]))
    return browser_of(http, administrator, grown.webs[1])


@pytest.fixture
def whose(grown: Grown, somebody: Person) -> Iterator[int]:
    (row,) = grown.rows(OWNER, somebody["conversation"])
    yield row["owner_id"]
    grown.rows(FORGET, row["owner_id"])


async def test_what_ends_at_the_other_process_is_said_and_closed_here(
    call: Call, grown: Grown, http: ClientSession, somebody: Person
) -> None:
    line = grown.provider.lines[-1]
    await browser_of(http, somebody, grown.webs[1]).end(call.ready["session"])
    assert await call.is_over() == ("ended", 1000)
    await asyncio.to_thread(wait_until, lambda: not line.sidebands, WITHIN_S)


async def test_an_administrator_s_stop_at_the_other_process_ends_it(
    call: Call, grown: Grown, desk: Browser, whose: int
) -> None:
    line = grown.provider.lines[-1]
    await decide(desk, user=whose, stopped="on")
    assert await call.is_over() == ("stopped", 1000)
    await asyncio.to_thread(wait_until, lambda: not line.sidebands, WITHIN_S)


async def decide(desk: Browser, **fields: Any) -> None:
    address = f"{desk.address}/admin/chat/callpolicy/add/"
    asking = desk.http.post(address, data=fields, headers=desk.headers, allow_redirects=False)
    async with asking as got:
        assert (got.status, got.headers["Location"]) == (302, "/admin/chat/callpolicy/")
