"""Wait for what takes long, and tell so meanwhile; who is not wanted any more is given up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, TypeVar

from tools.base import Progress

TOLD_EVERY_S = 1.0
Found = TypeVar("Found")


def waited(asked: Coroutine[Any, Any, Found], progress: Progress) -> Found:
    """Raises Cancelled, and then what was asked is cancelled too."""
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(asyncio.run, _until(asked, stop))
        try:
            while not wait([future], TOLD_EVERY_S).done:
                progress.report(0.0, "the server is working on it")
            return future.result()
        finally:
            stop.set()


async def _until(asked: Coroutine[Any, Any, Found], stop: threading.Event) -> Found:
    task = asyncio.ensure_future(asked)
    while not task.done() and not stop.is_set():
        await asyncio.wait({task}, timeout=0.2)
    if not task.done():
        task.cancel()
    return await task
