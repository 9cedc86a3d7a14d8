"""A browser's place in a call, taken by aiortc: it offers, connects and exchanges events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack

from chat.errors import InputRefused
from chat.json_input import parse

MAX_EVENT_BYTES = 1024 * 1024
CLOSE_WITHIN_S = 5.0


class Browser:
    """Silent, with a microphone and the provider's data channel, like the page's own connection."""

    def __init__(self) -> None:
        # No server is asked for our address: the provider's is public, and it sees ours.
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTrack(AudioStreamTrack())
        self._channel = self._connection.createDataChannel("oai-events")
        self._opened, self.closed = asyncio.Event(), asyncio.Event()
        self._events: asyncio.Queue[str | None] = asyncio.Queue()
        self._channel.on("open", self._opened.set)
        self._channel.on("message", self._events.put_nowait)
        self._channel.on("close", self._end)

    async def offer(self) -> str:
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def connect(self, sdp: str) -> None:
        """Raises ValueError for an answer that cannot be used."""
        await self._connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        await self._opened.wait()

    async def send(self, event: Mapping[str, Any]) -> None:
        self._channel.send(json.dumps(event))

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        while (text := await self._events.get()) is not None:
            try:
                yield parse(text, MAX_EVENT_BYTES)
            except InputRefused:
                continue  # like the server's own ear: what is of no use is left out

    async def close(self) -> None:
        async with asyncio.timeout(CLOSE_WITHIN_S):
            await self._connection.close()

    def _end(self) -> None:
        self.closed.set()
        self._events.put_nowait(None)
