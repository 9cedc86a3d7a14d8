"""SIGTERM: what a tab has said is acknowledged, its socket closes with 1012, the process ends."""

import asyncio
import sys
from collections.abc import Iterator

import psycopg
import pytest
from aiohttp import ClientSession

from tests.chat import said
from tests.config.grown.conftest import Opens, browser_of
from tests.live.grown import DAPHNE, UVICORN, Grown, Web
from tests.live.people import Person
from tests.live.processes import wait_until

SOMEBODY_WAITS = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
SERVERS = {"uvicorn": UVICORN, "daphne": DAPHNE}


@pytest.fixture(params=SERVERS)
def web(request: pytest.FixtureRequest, grown: Grown) -> Iterator[Web]:
    one = Web(SERVERS[request.param], grown.environment, grown.folder / f"{request.param}.log")
    one.start()
    one.wait_until_answering()
    yield one
    one.end()
    sys.stdout.write(one.log.read_text())


async def test_it_closes_with_1012_and_ends(web: Web, open_socket: Opens) -> None:
    sockets = [await open_socket(web) for _ in range(5)]
    for socket in sockets:
        await socket.hears("hello")
    web.terminate()
    assert [await socket.closing_code() for socket in sockets] == [1012] * 5
    await asyncio.to_thread(web.wait)  # by itself: nobody kills it


async def test_what_is_in_hand_is_stored_and_acknowledged_first(
    web: Web, grown: Grown, open_socket: Opens, http: ClientSession, person: Person
) -> None:
    session = await browser_of(http, person, web).start(take_over=True)
    socket, idle = await open_socket(web), await open_socket(web)
    events = [{"n": n, "event": one} for n, one in enumerate(said.spoken_question(session), 1)]
    await socket.hears("hello")
    with psycopg.connect(grown.database.address) as rows:
        rows.execute("SELECT 1 FROM chat_conversation FOR UPDATE")
        await socket.says("relay", session=session, events=events)
        await asyncio.to_thread(wait_until, lambda: grown.rows(SOMEBODY_WAITS), 10)
        web.terminate()
        assert await idle.closing_code() == 1012
    assert (await socket.hears("ack"))["through"] == 3
    assert await socket.closing_code() == 1012


async def test_who_is_just_sending_is_told_the_same(web: Web, open_socket: Opens) -> None:
    sockets = [await open_socket(web) for _ in range(20)]
    for socket in sockets:
        await socket.hears("hello")
    web.terminate()
    codes = await asyncio.gather(*(socket.sends_until_closed() for socket in sockets))
    assert codes == [1012] * len(sockets)
