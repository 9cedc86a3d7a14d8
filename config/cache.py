"""The cache of several processes: in Redis, and in this process while Redis is away.

What counts attempts to log in must neither fail with Redis nor stop counting.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

AWAY_S = 5.0  # that long nobody waits for a Redis that has just failed

Work = Callable[[BaseCache], Any]


class _Redis:
    """Whether Redis answered last; one for all threads, each of which has caches of its own."""

    away_until = 0.0


class RedisOrLocalCache(BaseCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(server, params)
        self._local = LocMemCache("without-redis", params | {"OPTIONS": {}})

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(self._try(lambda cache: cache.add(key, value, timeout, version)))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda cache: cache.get(key, default, version))

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._try(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._try(lambda cache: cache.touch(key, timeout, version)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._try(lambda cache: cache.delete(key, version)))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._try(lambda cache: cache.has_key(key, version)))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._try(lambda cache: cache.incr(key, delta, version)))

    def clear(self) -> None:
        self._try(lambda cache: cache.clear())

    def _try(self, work: Work) -> Any:
        if time.monotonic() >= _Redis.away_until:
            try:
                return work(self._redis)
            except RedisError as error:
                _Redis.away_until = time.monotonic() + AWAY_S
                logger.warning("the cache is in this process only: %s", error)
        return work(self._local)
