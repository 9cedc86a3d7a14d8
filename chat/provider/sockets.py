"""One WebSocket to the provider: events as dicts, each way, bounded."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import msgspec

from chat.errors import InputRefused
from chat.json_input import parse
from chat.provider.errors import refusal

MAX_FRAME_BYTES = 1024 * 1024
HEARTBEAT_S = 20.0
SEND_WITHIN_S = 10.0
CLOSE_WITHIN_S = 2.0
HANDSHAKE_WITHIN_S = 10.0

logger = logging.getLogger(__name__)


class EventSocket:
    """Iterating ends when the connection does; a frame of no use is left out and logged."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse[bool]) -> None:
        self._socket = socket

    @property
    def close_code(self) -> int | None:
        return self._socket.close_code

    async def send(self, event: Mapping[str, Any]) -> None:
        """Raises ProviderRefusal (`provider_unreachable`) when the connection is gone or stuck."""
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await self._socket.send_frame(msgspec.json.encode(event), aiohttp.WSMsgType.TEXT)
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            raise refusal("provider_unreachable") from error

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        async for message in self._socket:
            is_text = message.type == aiohttp.WSMsgType.TEXT
            if is_text and (event := event_of(message.data)) is not None:
                yield event

    async def close(self) -> None:
        await self._socket.close()


def event_of(frame: str | bytes) -> dict[str, Any] | None:
    """None for one of no use, which is logged."""
    try:
        return parse(frame, MAX_FRAME_BYTES)
    except InputRefused as refused:
        logger.warning("an event of the provider was left out: %s", refused.code)
        return None
