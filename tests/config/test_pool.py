"""Who waits for a connection gets one as soon as PostgreSQL is back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from config import pool
from tests.live.processes import wait_until
from tests.run import servers
from tests.run.needs import find

PATIENCE_S = 60.0
TRIES = 4  # more than a pool makes before it gives up


@pytest.fixture
def postgresql() -> Iterator[servers.PostgreSQL]:
    if not find("postgres"):
        pytest.skip("PostgreSQL is not installed")
    with servers.postgresql() as server:
        yield server


def test_a_pool_that_gave_up_begins_anew_while_somebody_waits(
    postgresql: servers.PostgreSQL,
) -> None:
    with (
        ConnectionPool(postgresql.address, **pool.options(2)) as connections,
        ThreadPoolExecutor() as threads,
    ):
        connections.wait(PATIENCE_S)
        postgresql.kill()
        waiting = threads.submit(connections.getconn, PATIENCE_S)
        wait_until(
            lambda: connections.get_stats().get("connections_errors", 0) >= TRIES, PATIENCE_S
        )
        postgresql.start()
        connections.putconn(waiting.result())


def test_a_dead_connection_is_not_given_out(
    postgresql: servers.PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOMENT_S", 0)
    with ConnectionPool(postgresql.address, **pool.options(2)) as connections:
        connections.wait(PATIENCE_S)
        postgresql.kill()
        postgresql.start()
        with connections.connection(PATIENCE_S) as given:
            assert given.execute("SELECT 1").fetchone() == (1,)


def test_one_that_was_alive_a_moment_ago_is_not_asked_again(
    postgresql: servers.PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    check = ConnectionPool.check_connection

    def counted(connection: Connection[Any]) -> None:
        asked.append(connection)
        check(connection)

    monkeypatch.setattr(ConnectionPool, "check_connection", counted)
    monkeypatch.setattr(pool, "MOMENT_S", 3_600)
    with ConnectionPool(postgresql.address, **(pool.options(1))) as connections:
        for _ in range(3):
            with connections.connection(PATIENCE_S):
                pass
    assert len(asked) == 1
