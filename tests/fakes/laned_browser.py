"""A browser behind an Outbox: what went to it, and by which way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from chat.realtime.audio_relay_outbox import Message, Outbox

WITHIN_S = 20.0
Frame = str | bytes


class FakeLane:
    def __init__(self, gone: list[tuple[str, Frame]]) -> None:
        self.is_free = True
        self._gone = gone

    def say(self, frame: Frame) -> None:
        assert self.is_free
        self._gone.append(("lane", frame))

    def hear(self, hears: Callable[[bytes, bool], bool]) -> None:
        raise AssertionError("an outbox hears nothing")

    def hold(self) -> None:
        raise AssertionError("an outbox holds nothing")

    go_on = hold


class Browser:
    """`gone` is what went to it, and by which way; while it is slow no `send` returns."""

    def __init__(self) -> None:
        self.gone: list[tuple[str, Frame]] = []
        self.lane = FakeLane(self.gone)
        self.outbox = Outbox(self._send, lane=self.lane)
        self.is_gone = False
        self.takes = asyncio.Event()
        self.takes.set()
        self._sent: asyncio.Queue[None] = asyncio.Queue()

    async def sent(self, count: int = 1) -> None:
        """So many more are being sent by `run`; those before the last were taken."""
        for _ in range(count):
            await self._sent.get()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """It has said all that was to be said."""
        run = asyncio.create_task(self.outbox.run())
        self.outbox.say("begun")
        async with asyncio.timeout(WITHIN_S):
            while ("run", "begun") not in self.gone:
                await self.sent()
            yield
        run.cancel()
        with suppress(asyncio.CancelledError):
            await run

    def take(self) -> list[tuple[str, Frame]]:
        found = self.gone[:]
        self.gone.clear()
        return found

    async def _send(self, message: Message) -> None:
        if self.is_gone:
            raise OSError("as uvicorn's ClientDisconnected")
        frame = message.get("text")
        self.gone.append(("run", message["bytes"] if frame is None else frame))
        self._sent.put_nowait(None)
        await self.takes.wait()
