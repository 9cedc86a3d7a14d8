"""A second ear and voice of a call, over a WebSocket."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.engine.client import BEARER, Client, connected
from tests.engine.peer import Peer
from tests.engine.running import KEY, Address


@pytest.fixture
async def peer(server: Address) -> AsyncIterator[Peer]:
    made = Peer()
    await made.call(server, KEY)
    await made.until("session.created")
    yield made
    await made.close()


def of(peer: Peer) -> str:
    return f"?call_id={peer.location.rpartition('/')[2]}"


async def updated(client: Client) -> None:
    """It is silent on connect: its own update is the sign that it is attached."""
    session = {"type": "realtime", "instructions": "From the side."}
    await client.send("session.update", session=session)
    assert (await client.socket.receive_json())["type"] == "session.updated"


async def test_it_is_silent_on_connect_and_takes_commands(server: Address, peer: Peer) -> None:
    async with connected(server, of(peer)) as side:
        await updated(side)
    update = await peer.until("session.updated")
    assert update["session"]["instructions"] == "From the side."


async def test_it_hears_the_call_but_no_audio(server: Address, peer: Peer) -> None:
    async with connected(server, of(peer)) as side:
        await updated(side)
        await side.type_text("hi")
        kinds = [(await side.socket.receive_json())["type"] for _ in range(12)]
    assert "response.created" in kinds
    assert "response.output_audio.delta" not in kinds


async def test_its_errors_are_its_own(server: Address, peer: Peer) -> None:
    async with connected(server, of(peer)) as side:
        await side.send("response.cancel", event_id="side")
        error = await side.socket.receive_json()
    assert error["error"]["event_id"] == "side"
    peer.send("session.update", session={"type": "realtime"})
    await peer.until("session.updated")
    assert "error" not in peer.witness.types()


async def test_closing_it_does_not_end_the_call(server: Address, peer: Peer) -> None:
    async with connected(server, of(peer)) as side:
        await updated(side)
    peer.send("session.update", session={"type": "realtime", "instructions": "Still on."})
    while (await peer.until("session.updated"))["session"]["instructions"] != "Still on.":
        pass


async def test_it_is_closed_when_the_call_ends(server: Address, peer: Peer) -> None:
    async with connected(server, of(peer)) as side:
        await updated(side)
        await peer.close()
        async with asyncio.timeout(10):
            assert await side.close_code() == 1000


@pytest.mark.parametrize(
    ("headers", "status"), [(BEARER, 404), ({"Authorization": "Bearer no"}, 401), ({}, 401)]
)
async def test_an_unknown_call_or_key_is_refused_in_the_handshake(
    server: Address, headers: dict[str, str], status: int
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with connected(server, "?call_id=rtc_nobody", headers=headers):
            pass
    assert refused.value.status == status
