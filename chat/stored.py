"""Run a use case, which is synchronous, off the event loop: several at once, none on the shared thread."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection

# Fewer than the pool has connections (config/env.py): pages, admin and the embedded worker need some too.
THREADS_ON_POSTGRESQL = 6
# SQLite writes one at a time, and those who wait for its lock look for it with growing pauses.
THREADS_ON_SQLITE = 2
# A connection that was used so lately is taken to live: whoever must not fail tries once more.
TRUSTED_S = 1.0

Given = ParamSpec("Given")
Found = TypeVar("Found")


def stored(function: Callable[Given, Found]) -> Callable[Given, Coroutine[None, None, Found]]:
    """`await stored(messages.post)(...)`, on a thread that keeps its connection from call to call."""

    @wraps(function)
    async def run(*arguments: Given.args, **named: Given.kwargs) -> Found:
        call = partial(on_kept_connection, partial(function, *arguments, **named))
        in_context = partial(contextvars.copy_context().run, call)
        return await asyncio.get_running_loop().run_in_executor(threads, in_context)

    return run


def on_kept_connection(call: Callable[[], Found]) -> Found:
    """What `stored` does on its threads. To ask each time whether a connection lives costs a statement."""
    is_trusted = time.monotonic() - getattr(_thread, "used_at", 0.0) < TRUSTED_S
    if connection.connection is not None and not (is_trusted or connection.is_usable()):
        connection.close()
    try:
        return call()
    finally:
        _thread.used_at = time.monotonic()
        if connection.errors_occurred:
            connection.close()


def how_many() -> int:
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    return THREADS_ON_POSTGRESQL if on_postgresql else THREADS_ON_SQLITE


_thread = threading.local()
threads = ThreadPoolExecutor(how_many(), thread_name_prefix="stored")
