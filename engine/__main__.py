"""`python -m engine`: reads the environment, serves until SIGTERM, SIGINT or the lifeline's end."""

import signal

# The rest takes a second to load; Ctrl-C in it is nobody's traceback to read.
signal.signal(signal.SIGINT, signal.SIG_DFL)

import asyncio
import logging
import os
import socket
import sys

from engine.processes.share import Share
from engine.processes.supervisor import supervise
from engine.program import prepare
from engine.serving import serving, told_to_stop, until
from engine.settings import Settings, UnclearSetting, from_environment


class CannotListen(Exception):
    """The address is taken or not ours."""


def main() -> int:
    try:
        settings = from_environment(os.environ)
        prepare(settings)
        # Before the recognisers load, so that a taken port is known at once.
        address = _bound(settings.host, settings.port)
    except (UnclearSetting, CannotListen) as error:
        sys.stderr.write(f"engine: {error}\n")
        return 1
    asyncio.run(
        supervise(settings, address) if settings.processes > 1 else _alone(settings, address)
    )
    return 0


async def _alone(settings: Settings, address: socket.socket) -> None:
    stop = told_to_stop()
    async with serving(settings, Share(), address):
        logging.getLogger(__name__).info("listening on %s:%d", settings.host, settings.port)
        await until(stop, settings.lifeline)


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


if __name__ == "__main__":
    sys.exit(main())
