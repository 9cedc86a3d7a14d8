"""The provider's socket of a relayed call: sound goes on to the browser unread, all else is heard too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from chat.provider.sockets import EventSocket, event_of
from chat.realtime import audio_relay_wire as wire
from chat.realtime.audio_relay_outbox import Outbox

Event = dict[str, Any]


class Line:
    """As a sideband sees it. While too much waits for the browser, nothing more is read."""

    def __init__(self, socket: EventSocket, outbox: Outbox) -> None:
        self._socket = socket
        self._outbox = outbox

    async def send(self, event: Event) -> None:
        await self._socket.send(event)

    async def append(self, pcm: bytes) -> None:
        await self._socket.send_encoded(wire.append(pcm))

    async def close(self) -> None:
        await self._socket.close()

    async def __aiter__(self) -> AsyncIterator[Event]:
        async for frame in self._socket.frames():
            raw = frame if isinstance(frame, bytes) else frame.encode()
            if delta := wire.delta_of(raw):
                self._outbox.sound(delta)
            elif (event := event_of(raw)) is None:
                continue
            elif delta := wire.delta_in(event):
                self._outbox.sound(delta)
            elif event.get("type") not in wire.SOUND:
                self._outbox.hear(event, raw.decode())
                yield event
            if self._outbox.is_full:
                await self._outbox.room()
