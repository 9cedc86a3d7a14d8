"""The stock `openai` Python SDK against the whole engine, with its own voice and dialogue."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest
from openai import AsyncOpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection
from openai.types.realtime import (
    RealtimeConversationItemFunctionCallOutputParam,
    RealtimeConversationItemUserMessageParam,
    RealtimeSessionCreateRequestParam,
)

from tests.engine import speech
from tests.engine.client import LONGEST_WAIT_S
from tests.engine.conformance import Event, Witness
from tests.engine.running import KEY, EngineProcess

CHUNK_BYTES = 9_600
SILENCE = bytes(48_000 * 2)

WITH_CLOCK: RealtimeSessionCreateRequestParam = {
    "type": "realtime",
    "tools": [
        {
            "type": "function",
            "name": "get_current_time",
            "description": "The current time in a city or IANA time zone.",
            "parameters": {
                "type": "object",
                "properties": {"place": {"type": "string", "description": "A city or zone."}},
                "required": ["place"],
            },
        }
    ],
}


class Talk:
    """One connection of the SDK, every event of it witnessed."""

    def __init__(self, connection: AsyncRealtimeConnection) -> None:
        self.connection = connection
        self.witness = Witness()

    async def until(self, kind: str) -> Event:
        async with asyncio.timeout(LONGEST_WAIT_S):
            async for event in self.connection:
                seen = self.witness.see(event.to_dict(mode="json"))
                if seen["type"] == kind:
                    return seen
        raise AssertionError(f"the connection ended before {kind}")

    async def type_text(self, text: str) -> None:
        message = RealtimeConversationItemUserMessageParam(
            type="message", role="user", content=[{"type": "input_text", "text": text}]
        )
        await self.connection.conversation.item.create(item=message)
        await self.connection.response.create()

    async def append(self, pcm_24k: bytes) -> None:
        for start in range(0, len(pcm_24k), CHUNK_BYTES):
            audio = base64.b64encode(pcm_24k[start : start + CHUNK_BYTES]).decode()
            await self.connection.input_audio_buffer.append(audio=audio)


@pytest.fixture
async def talk(engine: EngineProcess) -> AsyncIterator[Talk]:
    address = engine.address
    client = AsyncOpenAI(api_key=KEY, base_url=address.http, websocket_base_url=address.ws)
    async with client.realtime.connect(model="gpt-realtime-2.1") as connection:
        yield Talk(connection)
    await client.close()


async def test_a_typed_turn(talk: Talk) -> None:
    await talk.type_text("Hello, my name is Ada.")
    done = await talk.until("response.output_audio_transcript.done")
    await talk.until("response.done")
    assert "Ada" in done["transcript"]
    talk.witness.settle()


async def test_a_spoken_turn(talk: Talk) -> None:
    await talk.connection.session.update(
        session={"type": "realtime", "audio": {"input": {"transcription": {"model": "any"}}}}
    )
    await talk.append(speech.pcm_24k("what can you do") + SILENCE)
    completed = await talk.until("conversation.item.input_audio_transcription.completed")
    await talk.until("response.done")
    assert "what can you do" in completed["transcript"]
    assert talk.witness.of("response.output_audio.delta")
    talk.witness.settle()


async def test_a_tool_turn(talk: Talk) -> None:
    await talk.connection.session.update(session=WITH_CLOCK)
    await talk.type_text("What time is it in Tokyo?")
    call = await talk.until("response.function_call_arguments.done")
    await talk.until("response.done")
    assert call["name"] == "get_current_time"
    output = RealtimeConversationItemFunctionCallOutputParam(
        type="function_call_output", call_id=call["call_id"], output="23:59"
    )
    await talk.connection.conversation.item.create(item=output)
    await talk.connection.response.create()
    done = await talk.until("response.output_audio_transcript.done")
    assert "23:59" in done["transcript"] or "11:59" in done["transcript"]
