"""The channel layer of one web process, in memory.

Channels' own would do, but for its price: it copies each message once a channel, and looks through all
channels and groups at each. It also delivers what another thread sends only when its loop next wakes.
"""

import asyncio
from contextlib import suppress

from config.layer.local import Local, Message


class LocalLayer:
    """What Channels asks of a layer with groups; each event loop has its own, and all hear what is sent."""

    extensions = ("groups",)

    def __init__(self) -> None:
        self._loops: dict[asyncio.AbstractEventLoop, Local] = {}

    async def new_channel(self, prefix: str = "specific") -> str:
        return self._here().open(prefix)

    async def receive(self, channel: str) -> Message:
        return await self._here().receive(channel)

    async def send(self, channel: str, message: Message) -> None:
        """To a channel of this loop."""
        self._here().put(channel, message)

    async def group_add(self, group: str, channel: str) -> None:
        self._here().join(group, channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self._here().leave(group, channel)

    async def group_send(self, group: str, message: Message) -> None:
        here = asyncio.get_running_loop()
        for loop, local in list(self._loops.items()):
            if loop is here:
                local.deliver(group, message)
            else:
                with suppress(RuntimeError):  # it was closed, and nobody listens there
                    loop.call_soon_threadsafe(local.deliver, group, message)

    def _here(self) -> Local:
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._loops = {one: its for one, its in self._loops.items() if not one.is_closed()}
            self._loops[loop] = Local()
        return self._loops[loop]
