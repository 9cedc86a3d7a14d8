"""PostgreSQL's pool: how many connections, and how soon after an outage there are some again."""

from typing import Any

from psycopg_pool import ConnectionPool, PoolTimeout

TIMEOUT_S = 5
# By itself a pool pauses for 1, 2, 4, 8 ... seconds, for minutes: twenty seconds of outage would last
# for half a minute. It gives up at once instead, and begins anew while somebody waits.
GIVES_UP_S = 1
ANEW_WITHIN_S = 0.05


def options(size: int) -> dict[str, Any]:
    """Django's `pool`."""
    return {
        "min_size": 1,
        "max_size": size,
        "timeout": TIMEOUT_S,
        "reconnect_timeout": GIVES_UP_S,
        "reconnect_failed": begin_anew,
    }


def begin_anew(pool: "ConnectionPool[Any]") -> None:
    """Called by the pool, in a thread of its own: to ask for a connection makes it try for one."""
    if not pool.get_stats().get("requests_waiting"):
        return
    try:
        pool.putconn(pool.getconn(ANEW_WITHIN_S))
    except PoolTimeout:
        return  # whoever waits will get the one that is tried for now
