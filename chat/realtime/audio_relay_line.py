"""The provider's socket of a relayed call: sound goes on to the browser unread, all else is heard too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from chat.provider.client import Provider
from chat.provider.pushed import PushedSocket
from chat.provider.sockets import event_of
from chat.realtime import audio_relay_wire as wire
from chat.realtime.audio_relay_outbox import Outbox

MOST_WAITING = 64

Event = dict[str, Any]


class Line:
    """As a sideband sees it. While too much waits for it or for the browser, nothing more is read."""

    __slots__ = ("_events", "_holding", "_outbox", "_socket")

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._holding: asyncio.Task[None] | None = None
        self._socket = PushedSocket(self)

    async def open(self, provider: Provider, model: str, person: str) -> None:
        """Raises ProviderRefusal."""
        await provider.converse(model, person, self._socket)

    @property
    def clogged_s(self) -> float:
        """How long the provider has taken nothing."""
        return self._socket.clogged_s

    async def clogged(self) -> None:
        await self._socket.clogged()

    async def room(self) -> None:
        await self._socket.room()

    async def send(self, event: Event) -> None:
        await self._socket.send(event)

    def append(self, pcm: bytes) -> None:
        """Look for `room` before the next. Nobody's when the connection is gone: its end is heard."""
        self._socket.push(wire.append(pcm))

    async def close(self) -> None:
        if self._holding:
            self._holding.cancel()
        await self._socket.close()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._events.get()) is not None:
            yield event
            self._events.task_done()

    def heard(self, event: bytes) -> None:
        if sound := wire.sound_of(event):
            if self._outbox.sound(sound):
                return
        elif found := event_of(event):
            self._hear(found, event)
        if self._holding is None and self._is_full:
            self._socket.hold()
            self._holding = asyncio.create_task(self._go_on())

    def ended(self) -> None:
        self._events.put_nowait(None)

    def _hear(self, event: Event, raw: bytes) -> None:
        if sound := wire.sound_in(event):
            self._outbox.sound(sound)
        elif event.get("type") not in wire.SOUND:
            self._outbox.hear(event, raw.decode())
            self._events.put_nowait(event)

    @property
    def _is_full(self) -> bool:
        return self._outbox.is_full or self._events.qsize() >= MOST_WAITING

    async def _go_on(self) -> None:
        while self._is_full:
            await self._outbox.room()
            await self._events.join()
        self._holding = None
        self._socket.go_on()
