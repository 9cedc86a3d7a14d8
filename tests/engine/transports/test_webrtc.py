"""Calls over WebRTC, with aiortc in the browser's place."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from engine.live import Limits
from engine.settings import Settings
from tests.engine.client import BEARER
from tests.engine.peer import Peer
from tests.engine.running import KEY, Address


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    made = Peer()
    yield made
    await made.close()


def type_text(peer: Peer, text: str) -> None:
    content = [{"type": "input_text", "text": text}]
    item = {"type": "message", "role": "user", "content": content}
    peer.send("conversation.item.create", item=item)
    peer.send("response.create")


async def test_a_call_answers_a_typed_turn_with_sound(server: Address, peer: Peer) -> None:
    assert await peer.call(server, KEY) == 201
    await peer.until("session.created")
    type_text(peer, "hi")
    await peer.heard(peer.audible)
    await peer.until("output_audio_buffer.stopped")
    assert "response.output_audio.delta" not in peer.witness.types()
    peer.witness.settle()


async def test_the_location_names_the_call(server: Address, peer: Peer) -> None:
    await peer.call(server, KEY)
    assert peer.location.startswith("/v1/realtime/calls/rtc_")


async def test_a_call_can_carry_its_session_beside_the_offer(server: Address, peer: Peer) -> None:
    assert await peer.call(server, KEY, form=True) == 201
    created = await peer.until("session.created")
    assert created["session"]["instructions"] == "From the form."


async def test_any_channel_label_will_do(server: Address) -> None:
    peer = Peer(label="realtime-channel")
    await peer.call(server, KEY)
    await peer.until("session.created")
    await peer.close()


async def test_a_client_without_a_microphone_is_heard_and_answered(server: Address) -> None:
    peer = Peer(microphone=False)
    await peer.call(server, KEY)
    await peer.until("session.created")
    type_text(peer, "hi")
    await peer.heard(peer.audible)
    await peer.close()


async def test_clearing_the_output_makes_silence_and_truncates(server: Address, peer: Peer) -> None:
    await peer.call(server, KEY)
    await peer.until("session.created")
    type_text(peer, "hi")
    await peer.heard(peer.audible)
    await peer.until("response.done")
    peer.send("output_audio_buffer.clear")
    cut = await peer.until("conversation.item.truncated")
    assert cut["audio_end_ms"] < 2_000
    await peer.heard(peer.silent)


async def test_a_call_can_be_hung_up(server: Address, peer: Peer) -> None:
    await peer.call(server, KEY)
    await peer.until("session.created")
    async with aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{server.port}{peer.location}/hangup"
        async with http.post(url, headers=BEARER) as first, asyncio.timeout(10):
            assert first.status == 200
            await peer.closed.wait()
        async with http.post(url, headers=BEARER) as second:
            assert second.status == 404


async def test_a_call_ends_when_its_client_goes(server: Address, peer: Peer) -> None:
    await peer.call(server, KEY)
    await peer.until("session.created")
    await peer.close()
    assert await calls_after_the_end(server) == 0


async def calls_after_the_end(server: Address) -> int:
    """Asks until there is none: the goodbye is on its way."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(10):
        while (calls := await _calls(http, server)) > 0:
            pass
    return calls


async def _calls(http: aiohttp.ClientSession, server: Address) -> int:
    async with http.get(f"http://127.0.0.1:{server.port}/health") as answer:
        return int((await answer.json())["calls"])


class TestLimits:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(api_key=KEY, limits=Limits(session_s=60, idle_s=0.5), calls=1)

    async def test_a_call_that_nobody_uses_ends(self, server: Address, peer: Peer) -> None:
        await peer.call(server, KEY)
        await peer.until("session.created")
        assert await calls_after_the_end(server) == 0

    async def test_a_call_too_many_is_refused(self, server: Address, peer: Peer) -> None:
        assert await peer.call(server, KEY) == 201
        second = Peer()
        assert await second.call(server, KEY) == 429
        await second.close()
