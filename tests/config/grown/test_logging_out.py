"""A device is logged out at one web process; its tab and its call are at the other."""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from aiohttp import ClientSession

from tests.chaos.browser import Browser
from tests.config.grown.conftest import Socket, browser_of
from tests.live.grown import Grown

LOGGED_OUT = 4401
REASON = "SELECT end_reason FROM chat_realtimesession WHERE id = ?"


class Scene(NamedTuple):
    here: Browser
    there: Browser
    tab: Socket
    session: str


@pytest.fixture
async def scene(grown: Grown, http: ClientSession) -> AsyncIterator[Scene]:
    """One person in two browsers, each at a web process of its own; the second is in a call."""
    first, second = [(await asyncio.to_thread(grown.people, 1))[0] for _ in range(2)]
    here, there = [browser_of(http, *one) for one in zip((first, second), grown.webs, strict=True)]
    for browser in (here, there):
        assert await page(browser) == 200  # now it is a device of theirs
    async with there.socket() as socket:
        tab = Socket(socket)
        await tab.hears("hello")
        yield Scene(here, there, tab, await there.start(take_over=True))


async def page(browser: Browser) -> int:
    address = f"{browser.address}/devices/"
    async with browser.http.get(address, headers=browser.headers, allow_redirects=False) as got:
        return got.status


async def log_out_others(browser: Browser) -> None:
    address = f"{browser.address}/devices/others/end/"
    asking = browser.http.post(address, headers=browser.headers, allow_redirects=False)
    async with asking as got:
        assert got.status == 302


async def test_the_hint_crosses_the_processes(grown: Grown, scene: Scene) -> None:
    await log_out_others(scene.here)
    assert await scene.tab.closing_code() == LOGGED_OUT
    assert grown.rows(REASON, scene.session) == [{"end_reason": "logged_out"}]
    assert (await page(scene.here), await page(scene.there)) == (200, 302)


async def test_without_redis_the_tab_finds_out_by_itself(grown: Grown, scene: Scene) -> None:
    grown.broker.kill()
    try:
        await scene.tab.hears("live", paused=True)
        await log_out_others(scene.here)
        assert await scene.tab.closing_code() == LOGGED_OUT
    finally:
        await asyncio.to_thread(grown.broker.start)
