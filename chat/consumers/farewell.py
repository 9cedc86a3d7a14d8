"""Which sockets are open in this process, and how they are closed before it stops."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any
from weakref import WeakSet

logger = logging.getLogger(__name__)


class Farewell:
    """Each socket is told to stop when what it does at that moment is done."""

    def __init__(self) -> None:
        self.is_said = False
        self._open: WeakSet[Any] = WeakSet()
        self._left = asyncio.Event()

    def enter(self, socket: Any) -> None:
        self._open.add(socket)

    def leave(self, socket: Any) -> None:
        self._open.discard(socket)
        self._left.set()

    async def say(self, within_s: float) -> int:
        """Close all with 1012; returns how many would not."""
        self.is_said = True
        for socket in list(self._open):
            await socket.stop_soon()
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._all_left()
        return len(self._open)

    async def _all_left(self) -> None:
        while self._open:
            self._left.clear()
            await self._left.wait()


farewell = Farewell()
