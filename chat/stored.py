"""Run a use case, which is synchronous, off the event loop: several at once, none on the shared thread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.conf import settings

# Fewer than the pool has connections (config/env.py): pages, admin and the embedded worker need some too.
THREADS_ON_POSTGRESQL = 6
# SQLite writes one at a time, and those who wait for its lock look for it with growing pauses.
THREADS_ON_SQLITE = 2

Given = ParamSpec("Given")
Found = TypeVar("Found")


def stored(function: Callable[Given, Found]) -> Callable[Given, Coroutine[Any, Any, Found]]:
    """`await stored(messages.post)(...)`: its connection goes back to the pool when it is done."""
    wrapped: Callable[Given, Coroutine[Any, Any, Found]] = database_sync_to_async(
        function, thread_sensitive=False, executor=_threads
    )
    return wrapped


def _how_many() -> int:
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    return THREADS_ON_POSTGRESQL if on_postgresql else THREADS_ON_SQLITE


_threads = ThreadPoolExecutor(_how_many(), thread_name_prefix="stored")
