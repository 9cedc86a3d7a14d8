"""Do a write that may be done twice once more, when the database went away in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

Done = TypeVar("Done")


def once_more(write: Callable[[], Done]) -> Done:
    """`write` is one transaction and idempotent. Raises what the second try raises."""
    try:
        return write()
    except (InterfaceError, OperationalError) as error:
        # Inside another transaction there is nothing to repeat; a pool has waited long enough.
        if connection.in_atomic_block or isinstance(error.__cause__, PoolTimeout):
            raise
        connection.close()
    return write()
