"""Emptying the database after a test: threads that the test has left at work are waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from asgiref.sync import SyncToAsync
from django.db import OperationalError
from django.db.backends.base.operations import BaseDatabaseOperations

WAIT_S = 20
TRIES = 5


@contextmanager
def patiently() -> Iterator[None]:
    """A statement that began before the test ended would stop the emptying, or write after it."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(operations: Any, statements: list[str]) -> None:
        _wait_for_threads()
        tries = TRIES
        while tries:
            tries = 0 if _is_done(lambda: flush(operations, statements), tries) else tries - 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


def _wait_for_threads() -> None:
    from chat import stored

    all_there = threading.Barrier(stored.how_many() + 1)
    for _ in range(stored.how_many()):
        stored.threads.submit(all_there.wait, WAIT_S)
    all_there.wait(WAIT_S)
    SyncToAsync.single_thread_executor.submit(lambda: None).result(WAIT_S)


def _is_done(flush: Any, tries: int) -> bool:
    """False when a thread that nobody can wait for, a tool's, was at work on its last statement."""
    try:
        flush()
    except OperationalError as problem:
        if "deadlock" not in str(problem) or tries == 1:
            raise
        return False
    return True
