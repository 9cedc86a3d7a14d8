"""The provider's socket that pushes: told as it was said, bounded, with an end that is seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from chat.provider import sockets
from chat.provider.client import Provider
from chat.provider.errors import ProviderRefusal
from chat.provider.sockets import MAX_FRAME_BYTES
from tests.fakes.calls import FakeCall
from tests.fakes.provider import KEY, FakeProvider
from tests.fakes.pushed_ear import WITHIN_S, Ear
from tests.run.servers import HOST, free_port

BLOCK = b"x" * 65_536
MANY = 1_000  # blocks: more than the system keeps of a connection


@pytest.fixture
async def ear(client: Provider) -> AsyncIterator[Ear]:
    """In a call at the fake provider, which serves it already."""
    ear = Ear()
    await client.converse("a model", "person-1", ear.socket)
    await ear.socket.send({"type": "session.update", "session": {}})
    await ear.hears("session.updated")
    yield ear
    await ear.socket.close()


@pytest.fixture
def call(fake: FakeProvider, ear: Ear) -> FakeCall:
    return fake.line


class Other:
    """A provider that does on its socket what the fake one cannot."""

    def __init__(self, base_url: str) -> None:
        self.client = Provider(base_url, KEY)
        self.sockets: asyncio.Queue[ServerConnection] = asyncio.Queue()

    async def connected(self) -> tuple[Ear, ServerConnection]:
        ear = Ear()
        await self.client.converse("model", "", ear.socket)
        return ear, await self.sockets.get()

    async def stay(self, socket: ServerConnection) -> None:
        self.sockets.put_nowait(socket)
        await socket.wait_closed()


@pytest.fixture
async def other() -> AsyncIterator[Other]:
    port = free_port()
    found = Other(f"http://{HOST}:{port}/v1")
    async with asyncio.timeout(WITHIN_S * 2), serve(found.stay, HOST, port, close_timeout=1):
        yield found


async def test_events_come_as_they_were_said(ear: Ear, call: FakeCall) -> None:
    said = ['{"type": "a", "text": "é"}', "no JSON", "", "x" * MAX_FRAME_BYTES]
    for frame in said:
        call.says(frame)
    assert [await ear.next() for _ in said] == [frame.encode() for frame in said]


async def test_it_is_heard_and_says_who_asks(ear: Ear, call: FakeCall, fake: FakeProvider) -> None:
    await ear.socket.send({"type": "response.create", "text": "é"})
    assert await call.hears("response.create") == {"type": "response.create", "text": "é"}
    ear.socket.push(b'{"type":"encoded"}')
    assert await call.hears("encoded") == {"type": "encoded"}
    assert call.session["model"] == "a model"
    assert fake.headers[-1]["Authorization"] == f"Bearer {KEY}"
    assert fake.headers[-1]["OpenAI-Safety-Identifier"] == "person-1"


async def test_an_event_in_parts_comes_whole_and_others_around_it(other: Other) -> None:
    ear, socket = await other.connected()
    for said in ("before", ["a", "", "é", "b"], "after"):
        await socket.send(said)
    assert [await ear.next() for _ in range(3)] == [b"before", "aéb".encode(), b"after"]


@pytest.mark.parametrize("sound", [b"sound", [b"so", b"un", b"d"]], ids=["whole", "in parts"])
async def test_a_binary_frame_is_nobody_s(other: Other, sound: bytes | list[bytes]) -> None:
    ear, socket = await other.connected()
    await socket.send(sound)
    await socket.send("after")
    assert await ear.next() == b"after"


async def test_a_ping_is_answered_and_not_told(other: Other) -> None:
    ear, socket = await other.connected()
    await (await socket.ping())
    await socket.send("after")
    assert await ear.next() == b"after"


HALF = "x" * (MAX_FRAME_BYTES // 2)
TOO_LARGE: dict[str, str | list[str]] = {
    "whole": "x" * (MAX_FRAME_BYTES + 1),
    "in parts": [HALF, HALF, "x", "y", "z"],
}


@pytest.mark.parametrize("event", TOO_LARGE.values(), ids=TOO_LARGE)
async def test_an_event_that_is_too_large_ends_it(other: Other, event: str | list[str]) -> None:
    ear, socket = await other.connected()
    await socket.send(event)
    assert await ear.next() is None
    await socket.wait_closed()
    assert socket.close_code == 1009
    assert ear.told.empty()


@pytest.mark.parametrize("event", TOO_LARGE.values(), ids=TOO_LARGE)
async def test_what_ended_by_too_large_an_event_can_be_closed(
    other: Other, event: str | list[str]
) -> None:
    ear, socket = await other.connected()
    await socket.send(event)
    while await ear.next() is not None:
        pass
    await ear.socket.close()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "bad_key"),
        (403, "no_model_access"),
        (404, "unknown_model"),
        (429, "too_fast"),
        (503, "provider_refused"),
    ],
)
async def test_a_handshake_that_is_refused_says_why(
    client: Provider, fake: FakeProvider, status: int, expected: str
) -> None:
    fake.refuses_sideband(status)
    ear = Ear()
    with pytest.raises(ProviderRefusal, match=expected):
        await client.converse("model", "", ear.socket)
    await ear.socket.close()
    assert ear.told.empty()


async def test_another_key_is_refused(fake: FakeProvider) -> None:
    with pytest.raises(ProviderRefusal, match="bad_key"):
        await Provider(fake.base_url, "another").converse("model", "", Ear().socket)
    with pytest.raises(ProviderRefusal, match="no_key"):
        await Provider(fake.base_url, "").converse("model", "", Ear().socket)


async def test_it_is_not_led_elsewhere_with_the_key(client: Provider, fake: FakeProvider) -> None:
    with FakeProvider.running() as elsewhere:
        fake.refuses_sideband(307, f"{elsewhere.base_url}/realtime?model=model")
        with pytest.raises(ProviderRefusal, match="provider_refused"):
            await client.converse("model", "", Ear().socket)
        assert (elsewhere.lines, elsewhere.headers) == ([], [])


async def test_an_address_where_nobody_is_cannot_be_reached() -> None:
    nobody = Provider(f"http://{HOST}:{free_port()}/v1", KEY)
    with pytest.raises(ProviderRefusal, match="provider_unreachable"):
        await nobody.converse("model", "", Ear().socket)


Answers = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def test_one_that_never_answers_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "HANDSHAKE_WITHIN_S", 0.1)
    taken = asyncio.Event()
    silent = await asyncio.start_server(lambda *_: taken.set(), HOST, 0)
    port = silent.sockets[0].getsockname()[1]
    async with silent:
        with pytest.raises(ProviderRefusal, match="provider_unreachable"):
            await Provider(f"http://{HOST}:{port}/v1", KEY).converse("m", "", Ear().socket)
    assert taken.is_set()


def answers(said: bytes) -> Answers:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    return answer


@asynccontextmanager
async def nonsense(said: bytes) -> AsyncIterator[Provider]:
    port = free_port()
    async with await asyncio.start_server(answers(said), HOST, port):
        yield Provider(f"http://{HOST}:{port}/v1", KEY)


SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
NONSENSE = [b"", b"\r\n\r\n", b"SSH-2.0\r\n\r\n", SWITCHED[:20], SWITCHED + b"\r\n"]


@pytest.mark.parametrize("said", NONSENSE)
async def test_who_answers_nonsense_cannot_be_reached(said: bytes) -> None:
    async with nonsense(said) as client:
        with pytest.raises(ProviderRefusal, match="provider_unreachable"):
            await client.converse("model", "", Ear().socket)


async def test_what_cannot_be_sent_is_a_refusal(ear: Ear, call: FakeCall) -> None:
    with pytest.raises(ProviderRefusal, match="provider_unreachable"):
        await Ear().socket.send({"type": "too soon"})
    call.drops()
    assert await ear.next() is None
    with pytest.raises(ProviderRefusal, match="provider_unreachable"):
        await ear.socket.send({"type": "too late"})
    assert not ear.socket.push(b"{}")


async def test_closing_says_goodbye_and_is_told_once(other: Other) -> None:
    ear, socket = await other.connected()
    await ear.socket.close()
    await socket.wait_closed()
    assert socket.close_code == 1000
    await ear.socket.close()
    ear.socket.hold()
    ear.socket.go_on()
    assert (await ear.next(), ear.told.empty()) == (None, True)


async def test_the_provider_s_goodbye_is_answered_and_told(other: Other) -> None:
    ear, socket = await other.connected()
    await socket.close(4000)
    assert await ear.next() is None
    assert socket.close_code == 1000


async def test_what_is_held_is_not_heard_until_it_goes_on(other: Other) -> None:
    held, quiet = await other.connected()
    free, talking = await other.connected()
    held.socket.hold()
    for socket in (quiet, talking):
        await socket.send("said")
    assert await free.next() == b"said"  # what could be heard by now was
    assert held.told.empty()
    held.socket.go_on()
    assert await held.next() == b"said"


async def test_a_held_one_closes_properly(other: Other) -> None:
    ear, socket = await other.connected()
    ear.socket.hold()
    await socket.send("said")
    await ear.socket.close()
    await socket.wait_closed()
    assert socket.close_code == 1000


async def test_a_provider_that_reads_nothing_clogs_it_until_it_reads(other: Other) -> None:
    ear, socket = await other.connected()
    await ear.socket.room()
    assert ear.socket.clogged_s == 0
    clogged = asyncio.create_task(ear.socket.clogged())
    socket.transport.pause_reading()
    for _ in range(MANY):
        ear.socket.push(BLOCK)
    await clogged
    room = asyncio.create_task(ear.socket.room())
    socket.transport.resume_reading()
    for _ in range(MANY):
        assert len(await socket.recv()) == len(BLOCK)
    await room
    assert ear.socket.clogged_s == 0


async def test_what_ends_clogged_has_room(other: Other) -> None:
    ear, socket = await other.connected()
    socket.transport.pause_reading()
    for _ in range(MANY):
        ear.socket.push(BLOCK)
    await ear.socket.clogged()
    socket.transport.abort()
    await ear.socket.room()
    assert await ear.next() is None
