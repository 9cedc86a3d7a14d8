"""The whole program with a language model of its environment: heard, thought elsewhere, interrupted."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest

from tests.engine import speech
from tests.engine.client import Client, connected
from tests.engine.running import EngineProcess
from tests.fakes.upstream import KEY, STOP, FakeUpstream

CHUNK_BYTES = 9_600


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    async with FakeUpstream().running() as fake:
        yield fake


@pytest.fixture
async def program(upstream: FakeUpstream) -> AsyncIterator[EngineProcess]:
    process = EngineProcess(
        ENGINE_LLM_BASE_URL=upstream.base_url, ENGINE_LLM_MODEL="m", ENGINE_LLM_API_KEY=KEY
    )
    await asyncio.to_thread(process.wait_until_healthy)
    yield process
    process.process.kill()
    process.written()


async def say(talk: Client, pcm_24k: bytes) -> None:
    for start in range(0, len(pcm_24k), CHUNK_BYTES):
        audio = base64.b64encode(pcm_24k[start : start + CHUNK_BYTES]).decode()
        await talk.send("input_audio_buffer.append", audio=audio)


async def test_speech_interrupts_the_model_and_its_words_reach_it(
    program: EngineProcess, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["Once upon a time there was a king. ", asyncio.Event()]
    async with connected(program.address) as talk:
        await talk.type_text("Tell me a story.")
        await talk.until("response.output_audio.delta")
        await say(talk, speech.pcm_24k("what can you do") + bytes(48_000))
        done = (await talk.until("response.done"))["response"]
        assert (done["status"], done["status_details"]["reason"]) == ("cancelled", "turn_detected")
        async with asyncio.timeout(10):
            await upstream.left.wait()
        upstream.thinking = ["Much.", *STOP]
        assert (await talk.until("response.done"))["response"]["status"] == "completed"
    roles = [message["role"] for message in upstream.asked[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert upstream.asked[1]["messages"][-1]["content"] == "what can you do"


async def test_its_failures_are_logged_without_its_key(
    program: EngineProcess, upstream: FakeUpstream
) -> None:
    upstream.refuses(401, f"Incorrect API key provided: {KEY}")
    async with connected(program.address) as talk:
        await talk.type_text("Hello.")
        assert (await talk.until("response.done"))["response"]["status"] == "failed"
    written = program.end()
    assert "answered 401" in written
    assert KEY not in written
