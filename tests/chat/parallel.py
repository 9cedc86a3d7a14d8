"""Do the same thing many times at once, each in a thread with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(times: int, do: Callable[[int], Result]) -> list[Result | Exception]:
    """What each gave, or the exception that it ended with."""
    gate = Barrier(times)

    def one(number: int) -> Result | Exception:
        gate.wait()
        try:
            return do(number)
        except Exception as error:  # the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
