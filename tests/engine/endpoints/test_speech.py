"""Reading aloud with the stock SDK: every format, streamed, and every refusal."""

import array
import asyncio
import base64
import io
import json
from typing import Any

import aiohttp
import av
import openai
import pytest
from openai import AsyncOpenAI

from engine.upstream.speech import PIECE_BYTES
from tests.engine.client import BEARER
from tests.engine.fakes import TONE
from tests.fakes.upstream import FakeUpstream

TEXT = "Hello there. And goodbye."
SECONDS = 2


async def say(sdk: AsyncOpenAI, **wanted: Any) -> bytes:
    given = {"model": "any", "voice": "alloy", "input": TEXT, **wanted}
    return (await sdk.audio.speech.create(**given)).content


def opened(recording: bytes) -> "array.array[int]":
    """Its samples at 24 kHz, read by somebody else's code."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=24_000)
    samples = array.array("h")
    with av.open(io.BytesIO(recording), mode="r") as container:
        for frame in container.decode(audio=0):
            for made in resampler.resample(frame):
                samples.frombytes(bytes(made.planes[0])[: made.samples * 2])
    return samples


async def test_pcm_is_the_sound_itself(sdk: AsyncOpenAI) -> None:
    assert await say(sdk, response_format="pcm") == TONE * SECONDS


@pytest.mark.parametrize("form", ["wav", "opus", "mp3", "aac", "flac"])
async def test_every_format_can_be_opened_and_holds_the_sound(sdk: AsyncOpenAI, form: str) -> None:
    samples = opened(await say(sdk, response_format=form))
    assert abs(len(samples) / 24_000 - SECONDS) < 0.15
    assert 6_000 < max(samples) < 11_000


async def test_mp3_is_what_comes_when_nothing_is_said(sdk: AsyncOpenAI) -> None:
    answer = await sdk.audio.speech.create(model="any", voice="alloy", input=TEXT)
    assert answer.response.headers["Content-Type"] == "audio/mpeg"


@pytest.mark.parametrize("form", ["pcm", "wav", "opus"])
async def test_sound_arrives_while_the_rest_is_spoken(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream, form: Any
) -> None:
    more = asyncio.Event()
    upstream.sound = [TONE, more, bytes(PIECE_BYTES)]
    speaking = asking_sdk.audio.speech.with_streaming_response.create(
        model="any", voice="alloy", input="Hello.", response_format=form
    )
    async with speaking as answer:
        pieces = answer.iter_bytes()
        first = await anext(pieces)
        more.set()
        rest = [piece async for piece in pieces]
    assert first
    assert rest


async def test_events_carry_the_same_sound(sdk: AsyncOpenAI) -> None:
    body = {"model": "any", "voice": "alloy", "input": TEXT, "response_format": "pcm"}
    answer = await sdk.post("/audio/speech", body={**body, "stream_format": "sse"}, cast_to=str)
    events = [json.loads(line[6:]) for line in answer.splitlines() if line]
    assert b"".join(base64.b64decode(e["audio"]) for e in events[:-1]) == TONE * SECONDS
    assert events[-1]["type"] == "speech.audio.done"


async def test_the_service_s_other_voices_have_a_double(sdk: AsyncOpenAI) -> None:
    assert await say(sdk, voice="nova", response_format="pcm")


@pytest.mark.parametrize(
    ("wanted", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": "x" * 4097}, "input"),
        ({"input": "***"}, "input"),
        ({"voice": "nobody"}, "voice"),
        ({"response_format": "midi"}, "response_format"),
        ({"speed": 4.1}, "speed"),
    ],
)
async def test_it_refuses_and_names_the_field(
    sdk: AsyncOpenAI, wanted: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await say(sdk, **wanted)
    assert refused.value.param == param


async def test_a_voice_that_fails_is_a_bad_gateway(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.refuses(500, "no voice left")
    with pytest.raises(openai.InternalServerError, match="could not be spoken"):
        await say(asking_sdk)


async def test_a_voice_that_breaks_off_breaks_the_body(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    more = asyncio.Event()
    upstream.sound = [bytes(PIECE_BYTES), more]
    body = {"model": "any", "voice": "alloy", "input": TEXT, "response_format": "pcm"}
    url = f"{asking_sdk.base_url}audio/speech"
    async with aiohttp.ClientSession(headers=BEARER) as http, http.post(url, json=body) as answer:
        upstream.refuses(500, "gone")
        more.set()
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
