"""One grown Parley for all of these tests, and sockets on its web processes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse, WSMsgType

from tests.chaos.browser import Browser, session_of_many
from tests.live.grown import Grown, Web
from tests.live.people import Person
from tests.run.needs import find
from tests.run.servers import HOST

Frame = dict[str, Any]
WITHIN_S = 30.0
PAUSE_S = 0.005  # a server that is busy must still get round to stopping


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    if not find("redis-server") or not find("postgres"):
        pytest.skip("Redis or PostgreSQL is not installed")
    with Grown(tmp_path_factory.mktemp("grown"), debug=True).running(webs=2) as up:
        yield up


@pytest.fixture(scope="session")
def person(grown: Grown) -> Person:
    return grown.people(1)[0]


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with session_of_many() as client:
        yield client


class Socket:
    """A tab's socket, read along."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.waiting: list[Frame] = []

    async def says(self, kind: str, **fields: Any) -> None:
        await self.socket.send_str(json.dumps({"type": kind, **fields}))

    async def hears(self, *kinds: str, **fields: Any) -> Frame:
        """The next frame of one of these types with these fields; others stay waiting."""
        async with asyncio.timeout(WITHIN_S):
            while (found := self._waiting_for(kinds, fields)) is None:
                self.waiting.append(await self.socket.receive_json())
        self.waiting.remove(found)
        return found

    def _waiting_for(self, kinds: tuple[str, ...], fields: Frame) -> Frame | None:
        ours = (early for early in self.waiting if early["type"] in kinds)
        return next((early for early in ours if fields.items() <= early.items()), None)

    async def closing_code(self) -> int | None:
        async with asyncio.timeout(WITHIN_S):
            async for message in self.socket:
                assert message.type == WSMsgType.TEXT
        return self.socket.close_code

    async def sends_until_closed(self) -> int | None:
        """Says something all the time, until it is told that it is over."""
        closing = asyncio.create_task(self.closing_code())
        with suppress(ClientConnectionError):
            while not closing.done():
                await self.socket.ping()
                await asyncio.sleep(PAUSE_S)
        return await closing


Opens = Callable[[Web], Awaitable[Socket]]


def browser_of(http: ClientSession, person: Person, web: Web) -> Browser:
    address = f"http://{HOST}:{web.port}"
    return Browser(http, address, address, person, "00000000-0000-4000-8000-000000000001")


@pytest.fixture
async def open_socket(http: ClientSession, person: Person) -> AsyncIterator[Opens]:
    opened: list[Any] = []

    async def opens(web: Web) -> Socket:
        opening = browser_of(http, person, web).socket()
        opened.append(opening)
        return Socket(await opening.__aenter__())

    yield opens
    for opening in opened:
        await opening.__aexit__(None, None, None)
