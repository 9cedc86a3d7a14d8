"""A speech server speaks: its sound comes while it is made, and its failures are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from engine.faculties import SpeechFailed
from engine.upstream.server import Upstream, client
from engine.upstream.speech import PIECE_BYTES, UpstreamSynthesis
from tests.fakes.upstream import FakeUpstream


@pytest.fixture
async def synthesis(upstream: FakeUpstream) -> AsyncIterator[UpstreamSynthesis]:
    async with client() as http:
        yield UpstreamSynthesis(http, Upstream(upstream.base_url, "t", silence_s=0.3))


async def test_it_asks_for_pcm_in_the_session_s_voice(
    upstream: FakeUpstream, synthesis: UpstreamSynthesis
) -> None:
    assert [pcm async for pcm in synthesis.say("Hello.", "marin", 1.2)] == upstream.sound
    assert upstream.asked == [
        {"model": "t", "input": "Hello.", "voice": "marin", "response_format": "pcm", "speed": 1.2}
    ]
    assert "Authorization" not in upstream.headers[0]


async def test_a_voice_may_be_set_for_all(upstream: FakeUpstream) -> None:
    async with client() as http:
        synthesis = UpstreamSynthesis(http, Upstream(upstream.base_url, "t", voice="af_sky"))
        assert [pcm async for pcm in synthesis.say("Hello.", "marin")]
    assert upstream.asked[0]["voice"] == "af_sky"


async def test_sound_comes_before_the_clause_is_made(
    upstream: FakeUpstream, synthesis: UpstreamSynthesis
) -> None:
    more = asyncio.Event()
    upstream.sound = [bytes(PIECE_BYTES + 1), more, bytes(3)]
    async with aclosing(synthesis.say("Hello.", "marin")) as stream:
        assert await anext(stream) == bytes(PIECE_BYTES)
        more.set()
        assert await anext(stream) == bytes(4)


async def test_closing_it_closes_the_stream(
    upstream: FakeUpstream, synthesis: UpstreamSynthesis
) -> None:
    upstream.sound = [bytes(PIECE_BYTES), asyncio.Event()]
    async with aclosing(synthesis.say("Hello.", "marin")) as stream:
        await anext(stream)
    async with asyncio.timeout(10):
        await upstream.left.wait()


@pytest.mark.parametrize("sound", [[], [b"\0"], [asyncio.Event()]])
async def test_no_sound_is_a_failure(
    upstream: FakeUpstream, synthesis: UpstreamSynthesis, sound: list[bytes | asyncio.Event]
) -> None:
    upstream.sound = sound
    with pytest.raises(SpeechFailed):
        assert [pcm async for pcm in synthesis.say("Hello.", "marin")]


async def test_a_refusal_is_a_failure(upstream: FakeUpstream, synthesis: UpstreamSynthesis) -> None:
    upstream.refuses(400, "no such voice")
    with pytest.raises(SpeechFailed, match="no such voice"):
        assert [pcm async for pcm in synthesis.say("Hello.", "marin")]
