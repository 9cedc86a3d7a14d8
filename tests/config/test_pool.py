"""Who waits for a connection gets one as soon as PostgreSQL is back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
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
    check = ConnectionPool.check_connection
    with (
        ConnectionPool(postgresql.address, check=check, **pool.options(2)) as connections,
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
