"""A recognition server hears: the utterance goes as a wav, failures are told honestly."""

import io
import wave
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from engine.upstream.server import Upstream, client
from engine.upstream.transcription import MOST_AT_ONCE, UpstreamRecognisers
from engine.voice.recognition import RecognitionUnavailable
from tests.fakes.upstream import FakeUpstream

PCM = b"\1\0" * 16_000


@pytest.fixture
async def recognisers(upstream: FakeUpstream) -> AsyncIterator[UpstreamRecognisers]:
    async with client() as http:
        yield UpstreamRecognisers(http, Upstream(upstream.base_url, "w", silence_s=0.3))


async def test_the_utterance_goes_as_a_wav(
    upstream: FakeUpstream, recognisers: UpstreamRecognisers
) -> None:
    utterance = recognisers.open(["Ada", "Grace"])
    for start in range(0, len(PCM), 6_400):
        utterance.feed(PCM[start : start + 6_400])
    heard = await utterance.finish()
    assert (heard.text, heard.understood) == ("what can you do", True)
    asked = upstream.asked[0]
    assert (asked["model"], asked["prompt"]) == ("w", "Ada, Grace")
    with wave.open(io.BytesIO(asked["file"])) as file:
        assert (file.getframerate(), file.readframes(99_999)) == (16_000, PCM)


async def test_no_words_are_not_understood(
    upstream: FakeUpstream, recognisers: UpstreamRecognisers
) -> None:
    upstream.words = "  "
    assert not (await recognisers.open().finish()).understood


async def test_a_failure_is_told_without_the_machinery(
    upstream: FakeUpstream, recognisers: UpstreamRecognisers
) -> None:
    upstream.refuses(500, "GPU on fire")
    with pytest.raises(RecognitionUnavailable, match="server did not answer"):
        await recognisers.open().finish()


async def test_nonsense_is_a_failure(
    upstream: FakeUpstream, recognisers: UpstreamRecognisers
) -> None:
    upstream.refusal = web.Response(text="hello")
    with pytest.raises(RecognitionUnavailable):
        await recognisers.open().finish()


async def test_only_so_many_are_open_at_once(recognisers: UpstreamRecognisers) -> None:
    opened = [recognisers.open() for _ in range(MOST_AT_ONCE)]
    with pytest.raises(RecognitionUnavailable):
        recognisers.open()
    opened[0].abandon()
    opened[0].abandon()
    recognisers.open()
