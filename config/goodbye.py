"""An orderly stop, whichever server runs: calls are let go, sockets finish what they do and close with 1012.

Measured without it: uvicorn closes with 1012, but before what it has received is stored and
acknowledged; daphne cancels everything, and browsers see 1006.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from chat.consumers.farewell import farewell
from chat.realtime import calls

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
WITHIN_S = 1.5  # for sockets, and as long again for calls: a supervisor kills after 4 s

Ends = Callable[[int, FrameType | None], Any]


class Goodbye:
    """Stands before the server's own signal handlers; a second signal goes straight to them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._servers: dict[int, Ends] = {}
        self._saying: asyncio.Task[None] | None = None

    def stand(self) -> None:
        """In the main thread, when the server has installed its handlers."""
        for number in SIGNALS:
            ends = signal.getsignal(number)
            if callable(ends):
                self._servers[number] = ends
                signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._saying:
            self._servers[number](number, frame)
        else:
            self._loop.call_soon_threadsafe(self._begin, number)

    def _begin(self, number: int) -> None:
        if self._saying is None:
            self._saying = self._loop.create_task(self._say(number), name="goodbye")

    async def _say(self, number: int) -> None:
        try:
            letting_go = asyncio.create_task(calls.close())  # first: others may have them at once
            left = await farewell.say(WITHIN_S)
            await asyncio.wait_for(letting_go, WITHIN_S)
            if left:
                logger.warning("%d sockets are cut off: they would not end", left)
        except Exception:  # the server must end, whatever is wrong
            logger.exception("the goodbye went wrong")
        finally:
            self._servers[number](number, None)


async def lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: uvicorn says when it has started."""
    while (await receive())["type"] == "lifespan.startup":
        Goodbye(asyncio.get_running_loop()).stand()
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
