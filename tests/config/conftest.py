"""A Redis of its own, that a test may kill."""

from collections.abc import Iterator

import pytest

from tests.run import servers
from tests.run.needs import find


@pytest.fixture(scope="session")
def own_redis() -> Iterator[servers.Redis]:
    if not find("redis-server"):
        pytest.skip("redis-server is not installed")
    with servers.redis() as server:
        yield server


@pytest.fixture
def redis(own_redis: servers.Redis) -> Iterator[servers.Redis]:
    """Whatever a test did to it, it is there again for the next."""
    yield own_redis
    own_redis.kill()
    own_redis.start()
