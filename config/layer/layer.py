"""Hints over Redis's publish and subscribe: at most once, never awaited for long, alive without Redis.

Channels' own layer would do, but for an outage: its sockets do not open without Redis, it says
nothing when it comes back (its hooks are never called), and one dead connection holds up all sends.
"""

import asyncio

import msgspec

from config.layer.listener import Listener
from config.layer.local import Local, Message
from config.layer.publisher import Publisher, connection


class HintLayer:
    """What Channels asks of a layer with groups; each event loop has its own connections."""

    extensions = ("groups",)

    def __init__(self, url: str, prefix: str = "parley") -> None:
        self._url = url
        self._prefix = prefix
        self._loops: dict[asyncio.AbstractEventLoop, _LoopLayer] = {}

    async def new_channel(self, prefix: str = "specific") -> str:
        return self._here().local.open(prefix)

    async def receive(self, channel: str) -> Message:
        return await self._here().local.receive(channel)

    async def send(self, channel: str, message: Message) -> None:
        """To a channel of this process: between processes there are groups only."""
        self._here().local.put(channel, message)

    async def group_add(self, group: str, channel: str) -> None:
        here = self._here()
        here.local.join(group, channel)
        await here.listener.join(self._topic(group))

    async def group_discard(self, group: str, channel: str) -> None:
        here = self._here()
        if here.local.leave(group, channel):
            await here.listener.leave(self._topic(group))

    async def group_send(self, group: str, message: Message) -> None:
        """Raises when Redis is away; the channels of this process are told all the same."""
        here = self._loops.get(asyncio.get_running_loop())
        try:
            await self._publish(here, self._topic(group), msgspec.json.encode(message))
        except Exception:
            if here:
                here.local.deliver(group, message)
            raise

    async def _publish(self, here: "_LoopLayer | None", topic: str, content: bytes) -> None:
        if here is None:  # a worker, a command: nobody listens here, and the loop is soon over
            async with connection(self._url) as once:
                await once.publish(topic, content)
            return
        if here.local.away:
            raise ConnectionError("Redis is away")
        await here.publisher.publish(topic, content)

    def _here(self) -> "_LoopLayer":
        loop = asyncio.get_running_loop()
        if loop not in self._loops:
            self._loops = {one: its for one, its in self._loops.items() if not one.is_closed()}
            self._loops[loop] = _LoopLayer(self._url, self._topic(""))
        return self._loops[loop]

    def _topic(self, group: str) -> str:
        return f"{self._prefix}:group:{group}"


class _LoopLayer:
    def __init__(self, url: str, topics: str) -> None:
        self.local = Local()
        self.listener = Listener(url, self._hear, self._turn)
        self.publisher = Publisher(url)
        self._topics = topics
        self._running = asyncio.create_task(self._run(), name="channel layer")

    async def _run(self) -> None:
        try:
            await self.listener.run()
        finally:
            await self.publisher.close()

    def _hear(self, topic: str, content: bytes) -> None:
        self.local.deliver(topic.removeprefix(self._topics), msgspec.json.decode(content))

    def _turn(self, away: bool) -> None:
        self.local.turn(away=away)
