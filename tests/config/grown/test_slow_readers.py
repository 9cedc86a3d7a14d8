"""A browser in a call through the server that reads no more: it costs no memory, and is closed."""

import asyncio
import base64
import json
import socket as sockets
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, TCPConnector

from tests.bench.memory import resident_mib
from tests.config.grown.conftest import browser_of
from tests.fakes.calls import FakeCall
from tests.live.grown import UVICORN, Grown, Web
from tests.live.people import Person
from tests.live.processes import wait_until
from tests.live.watching import STUCK_S

WITHIN_S = 60.0
REPORTED_EVERY_S = 0.02
SECOND = base64.b64encode(bytes(48_000)).decode()
SOUND = {
    "type": "response.output_audio.delta",
    "response_id": "r",
    "item_id": "a",
    "content_index": 0,
    "delta": SECOND,
}
SPEECH = {"type": "input_audio_buffer.speech_started", "item_id": "b", "padding": SECOND}
SECONDS = 1_500  # 95 MB of events
MOST_MIB = 24.0  # 4 MiB of sound wait, 1 MiB of events, and what is being taken apart
PLAYED = json.dumps({"type": "parley.played", "item_id": "a", "ms": 3_600_000})
TOO_BUSY = 1013


@pytest.fixture
def web(grown: Grown) -> Iterator[Web]:
    """One that gives a reader up after a second."""
    one = Web(UVICORN, {**grown.environment, STUCK_S: "1"}, grown.folder / "slow.log")
    one.start()
    one.wait_until_answering()
    yield one
    one.end()


@pytest.fixture
async def deaf(web: Web, person: Person) -> AsyncIterator[ClientWebSocketResponse]:
    """In a call; from now on nothing is read, and little fits into its system's buffer."""
    connector = TCPConnector(socket_factory=with_little_room)
    async with ClientSession(connector=connector) as http:
        browser = browser_of(http, person, web)
        address = f"{browser.address}/ws/voice/{browser.conversation}/?take_over=1"
        async with http.ws_connect(address, headers=browser.headers) as socket:
            while (await socket.receive_json())["type"] != "parley.ready":
                pass
            yield socket


def with_little_room(address: Any) -> sockets.socket:
    made = sockets.socket(address[0], address[1], address[2])
    made.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 16 * 1024)
    made.setblocking(False)
    return made


async def says_that_it_plays(socket: ClientWebSocketResponse, line: FakeCall, web: Web) -> float:
    """Whatever it is sent, until its call is over; the most memory that the process took."""
    most = 0.0
    async with asyncio.timeout(WITHIN_S):
        while line.sidebands:
            with suppress(ClientError):
                await socket.send_str(PLAYED)
            most = max(most, resident_mib(web.pid))
            await asyncio.sleep(REPORTED_EVERY_S)
    return most


@pytest.mark.parametrize("event", [SOUND, SPEECH], ids=["sound", "events"])
async def test_what_the_provider_sends_does_not_wait_in_memory_and_it_is_closed(
    deaf: ClientWebSocketResponse, web: Web, grown: Grown, event: dict[str, Any]
) -> None:
    line, before = grown.provider.lines[-1], resident_mib(web.pid)
    line.happens_soon(*[event] * SECONDS)
    most = await says_that_it_plays(deaf, line, web)
    assert most - before < MOST_MIB
    async with asyncio.timeout(WITHIN_S):
        async for _ in deaf:
            pass
    assert deaf.close_code == TOO_BUSY


async def test_one_that_never_reads_again_does_not_keep_its_socket(
    deaf: ClientWebSocketResponse, web: Web, grown: Grown
) -> None:
    line = grown.provider.lines[-1]
    port = deaf.get_extra_info("sockname")[1]
    assert is_connected(web, port)
    line.happens_soon(*[SPEECH] * SECONDS)
    await says_that_it_plays(deaf, line, web)
    await asyncio.to_thread(wait_until, lambda: not is_connected(web, port), WITHIN_S)


def is_connected(web: Web, port: int) -> bool:
    """At the server's end; what the system still tries to send is no descriptor of anybody."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    ends = (f":{web.port:04X}", f":{port:04X}")
    return any((row[1][-5:], row[2][-5:]) == ends and row[9] != "0" for row in rows)
