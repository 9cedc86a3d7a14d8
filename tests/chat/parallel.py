"""Do the same thing many times at once, each in a thread with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(times: int, do: Callable[[int], Result]) -> list[Result | Exception]:
    """What each gave, or the exception that it ended with."""
    gate, free = Barrier(times), BoundedSemaphore(_connections(times))

    def one(number: int) -> Result | Exception:
        gate.wait()
        with free:
            try:
                return do(number)
            except Exception as error:  # the test looks at it
                return error
            finally:
                connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def _connections(times: int) -> int:
    """More than the pool has would only wait for one, and not for ever; the test has one itself."""
    pool = connection.settings_dict["OPTIONS"].get("pool")
    return min(times, pool["max_size"] - 1) if pool else times
