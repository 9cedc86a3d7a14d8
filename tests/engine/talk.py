"""A connection of the stock `openai` Python SDK, every event of it witnessed."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from openai import AsyncOpenAI
from openai.resources.realtime.realtime import AsyncRealtimeConnection
from openai.types.realtime import RealtimeConversationItemUserMessageParam

from tests.engine.client import LONGEST_WAIT_S
from tests.engine.conformance import Event, Witness
from tests.engine.running import KEY, Address

MODEL = "gpt-realtime-2.1"
CHUNK_BYTES = 9_600
SILENCE = bytes(48_000 * 2)


def user_says(text: str) -> RealtimeConversationItemUserMessageParam:
    return RealtimeConversationItemUserMessageParam(
        type="message", role="user", content=[{"type": "input_text", "text": text}]
    )


class Talk:
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
        await self.connection.conversation.item.create(item=user_says(text))
        await self.connection.response.create()

    async def append(self, pcm_24k: bytes) -> None:
        for start in range(0, len(pcm_24k), CHUNK_BYTES):
            audio = base64.b64encode(pcm_24k[start : start + CHUNK_BYTES]).decode()
            await self.connection.input_audio_buffer.append(audio=audio)


@asynccontextmanager
async def talking(address: Address, **options: Any) -> AsyncIterator[Talk]:
    """`options` are those of the SDK's own `connect`."""
    client = AsyncOpenAI(api_key=KEY, base_url=address.http, websocket_base_url=address.ws)
    async with client, client.realtime.connect(**options) as connection:
        yield Talk(connection)
