"""`python -m engine.processes.member`: one process of several; its parent tells it its part."""

import asyncio
import logging
import os
import shutil
import socket
import sys
from dataclasses import replace

from engine.processes import share
from engine.processes.share import Share
from engine.program import prepare
from engine.serving import serving, told_to_stop, until
from engine.settings import Settings, from_environment

READY = b"ready\n"
# The parent's line arrives there, and its end is the end of the parent.
LIFELINE = 0


async def serve(settings: Settings, own: Share, address: socket.socket) -> None:
    stop = told_to_stop()
    async with serving(settings, own, address):
        os.write(sys.stdout.fileno(), READY)
        await until(stop, settings.lifeline)
    if own.folder and not stop.is_set():
        shutil.rmtree(own.folder, ignore_errors=True)  # nobody else is left to do it


def main() -> None:
    own, descriptor = share.load(_line())
    settings = replace(from_environment(os.environ), lifeline=LIFELINE)
    prepare(settings)
    logging.getLogger(__name__).debug("process %d begins", own.number)
    asyncio.run(serve(settings, own, socket.socket(fileno=descriptor)))


def _line() -> bytes:
    """Read unbuffered: what follows it belongs to the lifeline."""
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(LIFELINE, 1) or sys.exit("engine: the parent is gone")
    return line


if __name__ == "__main__":
    main()
