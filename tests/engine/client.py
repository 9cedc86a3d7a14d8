"""A plain client of the engine's WebSocket that witnesses every event it gets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.engine.conformance import Event, Witness
from tests.engine.running import KEY, Address

LONGEST_WAIT_S = 20.0
BEARER = {"Authorization": f"Bearer {KEY}"}


class Client:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.witness = Witness()

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send_json({"type": kind, **fields})

    async def until(self, kind: str) -> Event:
        """Reads on to the next event of this kind."""
        async with asyncio.timeout(LONGEST_WAIT_S):
            while (event := await self.next())["type"] != kind:
                pass
        return event

    async def next(self) -> Event:
        event: Event = await self.socket.receive_json(timeout=LONGEST_WAIT_S)
        return self.witness.see(event)

    async def close_code(self) -> int | None:
        """Reads on to the end of the connection."""
        async with asyncio.timeout(LONGEST_WAIT_S):
            async for _ in self.socket:
                pass
        return self.socket.close_code

    async def type_text(self, text: str) -> None:
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        await self.send("conversation.item.create", item=item)
        await self.send("response.create")


@asynccontextmanager
async def connected(
    address: Address, query: str = "?model=any", **options: Any
) -> AsyncIterator[Client]:
    options.setdefault("headers", BEARER)
    async with aiohttp.ClientSession() as http:
        url = f"{address.ws}/realtime{query}"
        async with http.ws_connect(url, max_msg_size=0, **options) as socket:
            yield Client(socket)
