"""The database connections of the thread that one is on."""

from django.db import connections


def give_back() -> None:
    """To the pool; none in the middle of a transaction (a test's own)."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
