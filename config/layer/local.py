"""Channels and groups of one event loop. No I/O."""

import asyncio
import uuid
from typing import Any

CAPACITY = 500
CHANGED = "layer.changed"

Message = dict[str, Any]


class Local:
    """A channel is a queue of messages; when `away` turns, each channel is told by a message."""

    def __init__(self) -> None:
        self.away = False
        self._channels: dict[str, asyncio.Queue[Message]] = {}
        self._groups: dict[str, set[str]] = {}

    def open(self, prefix: str) -> str:
        name = f"{prefix}.{uuid.uuid4().hex}"
        self._channels[name] = asyncio.Queue()
        if self.away:
            self.put(name, self._state())
        return name

    async def receive(self, channel: str) -> Message:
        """The next message; whoever is cancelled while it waits has left, and its channel goes."""
        try:
            return await self._channels[channel].get()
        except asyncio.CancelledError:
            self._channels.pop(channel, None)
            raise

    def join(self, group: str, channel: str) -> None:
        self._groups.setdefault(group, set()).add(channel)

    def leave(self, group: str, channel: str) -> bool:
        """True when it was the last one."""
        members = self._groups.get(group, set())
        members.discard(channel)
        return not members and self._groups.pop(group, None) is not None

    def deliver(self, group: str, message: Message) -> None:
        for channel in list(self._groups.get(group, ())):
            self.put(channel, dict(message))

    def put(self, channel: str, message: Message) -> None:
        queue = self._channels.get(channel)
        if queue is None:
            return
        if queue.qsize() >= CAPACITY:
            # Nobody has read for long: one word that hints were lost stands for all of them.
            while not queue.empty():
                queue.get_nowait()
            message = self._state()
        queue.put_nowait(message)

    def turn(self, *, away: bool) -> None:
        self.away = away
        for channel in self._channels:
            self.put(channel, self._state())

    def _state(self) -> Message:
        return {"type": CHANGED, "away": self.away}
