"""One process at work: its equipment, its addresses, and an end with every peer closed."""

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from engine import lifeline, memory
from engine.equipment import equipped
from engine.processes.share import Share
from engine.server import Server
from engine.settings import Settings
from engine.tokens import HEADER_BYTES

logger = logging.getLogger(__name__)
SHUTDOWN_S = 2.0


@asynccontextmanager
async def serving(settings: Settings, share: Share, address: socket.socket) -> AsyncIterator[None]:
    """Serves from inside until outside; the socket is bound, and opened when all is ready."""
    async with equipped(settings) as faculties:
        runner = web.AppRunner(
            Server(settings, faculties, share).application(),
            access_log=None,
            shutdown_timeout=SHUTDOWN_S,
            max_field_size=HEADER_BYTES,
        )
        await runner.setup()
        try:
            if share.folder:
                await web.UnixSite(runner, share.socket_of(share.number)).start()
                share.loads[share.number] = 0
            memory.settle()
            await web.SockSite(runner, address).start()
            yield
        finally:
            await runner.cleanup()


def told_to_stop() -> asyncio.Event:
    """Set by SIGTERM and SIGINT."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop


async def until(stop: asyncio.Event, descriptor: int | None) -> None:
    """Until told to stop, or whoever started us is gone."""
    ends: list[asyncio.Task[None]] = [asyncio.create_task(_set(stop))]
    if descriptor is not None:
        ends.append(asyncio.create_task(lifeline.cut(descriptor)))
    _, left = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()


async def _set(stop: asyncio.Event) -> None:
    await stop.wait()
