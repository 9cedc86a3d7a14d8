"""Redis and PostgreSQL die and come back: what goes on meanwhile, what says so, what repairs itself."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession

from tests.chaos.browser import Browser, Refused
from tests.chat import said
from tests.config.grown.conftest import Frame, Opens, Socket, browser_of
from tests.live.grown import Grown
from tests.live.people import Person
from tests.live.processes import wait_until

JOBS_WITHIN_S = 60.0
OLD = "UPDATE chat_realtimesession SET last_seen_at = last_seen_at - interval '1 hour'"
ENDED = "SELECT 1 FROM chat_realtimesession WHERE id = ? AND state = 'ended'"


@pytest.fixture
def browsers(grown: Grown, http: ClientSession, person: Person) -> list[Browser]:
    """The same person at each web process."""
    return [browser_of(http, person, web) for web in grown.webs]


@pytest.fixture
async def redis_killed(grown: Grown) -> AsyncIterator[None]:
    grown.broker.kill()
    yield
    await asyncio.to_thread(grown.broker.start)


@pytest.fixture
async def postgresql_killed(grown: Grown) -> AsyncIterator[None]:
    grown.database.kill()
    yield
    await asyncio.to_thread(grown.database.start)


async def watching(socket: Socket, person: Person) -> Socket:
    await socket.hears("hello")
    await socket.says("watch", conversation=person["conversation"], after_revision=0)
    await socket.hears("changes")
    return socket


async def relayed(socket: Socket, session: str, events: list[dict[str, Any]]) -> Frame:
    await socket.says("relay", session=session, events=events)
    return await socket.hears("ack", "error", session=session)


async def status(browser: Browser, path: str) -> tuple[int, str]:
    address = f"{browser.address}{path}"
    async with browser.http.get(address, headers=browser.headers, allow_redirects=True) as got:
        return got.status, await got.text()


async def test_while_redis_is_away_the_other_process_s_writes_are_pulled(
    grown: Grown, browsers: list[Browser], person: Person, open_socket: Opens
) -> None:
    socket = await watching(await open_socket(grown.webs[0]), person)
    grown.broker.kill()
    try:
        await socket.hears("live", paused=True)
        await browsers[1].write(str(uuid4()), "Nobody could tell")
        assert "Nobody could tell" in (await socket.hears("changes"))["messages"][-1]["html"]
    finally:
        await asyncio.to_thread(grown.broker.start)
    await socket.hears("live", paused=False)
    await browsers[1].write(str(uuid4()), "Told at once")
    assert "Told at once" in (await socket.hears("changes"))["messages"][-1]["html"]


@pytest.mark.usefixtures("redis_killed")
async def test_while_redis_is_away_pages_logins_calls_and_sockets_go_on(
    grown: Grown, browsers: list[Browser], person: Person, open_socket: Opens
) -> None:
    socket = await watching(await open_socket(grown.webs[0]), person)
    await socket.hears("live", paused=True)
    session = await browsers[0].start(take_over=True)
    events = [{"n": n, "event": one} for n, one in enumerate(said.spoken_question(session), 1)]
    await socket.says("relay", session=session, events=events)
    assert (await socket.hears("ack"))["through"] == 3
    paths = ("/", "/conversations/", "/accounts/login/", "/health/live", "/health/ready")
    assert {path: (await status(browsers[0], path))[0] for path in paths} == dict.fromkeys(
        paths, 200
    )
    assert (await status(browsers[0], "/health"))[0] == 500  # the whole is not well, and says so


async def test_worker_and_schedule_come_back_with_redis(
    grown: Grown, browsers: list[Browser]
) -> None:
    grown.broker.kill()
    await asyncio.to_thread(grown.broker.start)
    session = await browsers[0].start(take_over=True)
    grown.rows(OLD + " RETURNING 1")
    await asyncio.to_thread(wait_until, lambda: grown.rows(ENDED, session), JOBS_WITHIN_S)


async def test_a_socket_outlives_postgresql_and_goes_on(
    grown: Grown, browsers: list[Browser], person: Person, open_socket: Opens
) -> None:
    socket = await watching(await open_socket(grown.webs[0]), person)
    session = await browsers[0].start(take_over=True)
    events = [{"n": n, "event": one} for n, one in enumerate(said.spoken_question(session), 1)]
    grown.database.kill()
    await socket.says("relay", session=session, events=events)
    assert (await socket.hears("error", session=session))["code"] == "not_saved"
    await asyncio.to_thread(grown.database.start)
    while (answer := await relayed(socket, session, events))["type"] == "error":
        assert answer["code"] == "not_saved"  # it is there, and still repairs itself
    assert answer["through"] == 3
    await browsers[1].write(str(uuid4()), "Told again")
    while "Told again" not in str(await socket.hears("changes")):
        pass


@pytest.mark.usefixtures("postgresql_killed")
async def test_while_postgresql_is_away_everything_says_so(
    grown: Grown, browsers: list[Browser], open_socket: Opens
) -> None:
    code, page = await status(browsers[0], "/conversations/")
    assert (code, "tries again by itself" in page) == (503, True)
    with pytest.raises(Refused, match="503 not_saved"):
        await browsers[0].write(str(uuid4()), "Lost?")
    assert (await status(browsers[0], "/health/ready"))[0] >= 500
    assert (await status(browsers[0], "/health/live"))[0] == 200
    assert await (await open_socket(grown.webs[0])).closing_code() == 1013
