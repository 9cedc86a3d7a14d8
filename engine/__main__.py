"""`python -m engine`: reads the environment, serves until SIGTERM, SIGINT or the lifeline's end."""

import asyncio
import logging
import os
import signal
import socket
import sys

from aiohttp import web

from engine import lifeline
from engine.equipment import equipped
from engine.server import Server
from engine.settings import Settings, UnclearSetting, from_environment
from engine.transports import ice

SHUTDOWN_S = 2.0


class CannotListen(Exception):
    """The address is taken or not ours."""


async def serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    # Before the recognisers load, so that a taken port is known at once.
    address = _bound(settings.host, settings.port)
    async with equipped(settings) as faculties:
        runner = web.AppRunner(
            Server(settings, faculties).application(),
            access_log=None,
            shutdown_timeout=SHUTDOWN_S,
        )
        try:
            await runner.setup()
            await web.SockSite(runner, address).start()
            logging.getLogger(__name__).info("listening on %s:%d", settings.host, settings.port)
            await _until(stop, settings.lifeline)
        finally:
            await runner.cleanup()


def _bound(host: str, port: int) -> socket.socket:
    """Taken, but not open yet: whoever asks before the engine is ready is refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    address = socket.socket(family, socket.SOCK_STREAM)
    address.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        address.bind((host, port))
    except OSError as error:
        address.close()
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return address


async def _until(stop: asyncio.Event, descriptor: int | None) -> None:
    ends: list[asyncio.Task[None]] = [asyncio.create_task(_set(stop))]
    if descriptor is not None:
        ends.append(asyncio.create_task(lifeline.cut(descriptor)))
    _, left = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()


async def _set(stop: asyncio.Event) -> None:
    await stop.wait()


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="engine %(levelname)s %(message)s")
    logging.getLogger("aioice").setLevel(logging.WARNING)
    try:
        settings = from_environment(os.environ)
    except UnclearSetting as error:
        return _refuse(str(error))
    ice.offer_loopback_when_alone()
    ice.lose_peers_after(settings.lost_s)
    try:
        asyncio.run(serve(settings))
    except CannotListen as error:
        return _refuse(str(error))
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(f"engine: {reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
