"""Tells when the process that started this one is gone: its end of an inherited pipe closes."""

import asyncio
import os


async def cut(descriptor: int) -> None:
    """Returns at the end of file; whatever is written to the pipe is ignored."""
    loop = asyncio.get_running_loop()
    gone = asyncio.Event()
    loop.add_reader(descriptor, _read, descriptor, gone)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(descriptor)


def _read(descriptor: int, gone: asyncio.Event) -> None:
    if not os.read(descriptor, 4096):
        gone.set()
