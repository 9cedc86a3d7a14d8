"""Three uses of one Redis, kept apart by prefixes: a hosted Redis often has a single database."""

from typing import Any

from django.conf import settings
from redis.asyncio import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

ANSWER_WITHIN_S = 1.0
CONNECT_WITHIN_S = 2.0
VISIBILITY_S = 120

IN_MEMORY_LAYER = {"default": {"BACKEND": "config.layer.alone.LocalLayer"}}
IN_MEMORY_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def channel_layers(url: str, prefix: str) -> dict[str, Any]:
    if not url:
        return IN_MEMORY_LAYER
    config = {"url": url, "prefix": f"{prefix}:layer"}
    return {"default": {"BACKEND": "config.layer.layer.HintLayer", "CONFIG": config}}


def caches(url: str, prefix: str) -> dict[str, Any]:
    if not url:
        return IN_MEMORY_CACHE
    # redis-py would try four times, up to a second apart, while somebody waits for the log-in page.
    options = {
        "retry": Retry(NoBackoff(), 1),
        "socket_timeout": ANSWER_WITHIN_S,
        "socket_connect_timeout": ANSWER_WITHIN_S,
    }
    cache = {"LOCATION": url, "KEY_PREFIX": f"{prefix}:cache", "OPTIONS": options}
    return {"default": {"BACKEND": "config.cache.RedisOrLocalCache", **cache}}


def broker_options(url: str, prefix: str) -> dict[str, Any]:
    if not url:
        return {"polling_interval": 0.05}
    return {
        "visibility_timeout": VISIBILITY_S,
        "global_keyprefix": f"{prefix}:tasks:",
        "socket_connect_timeout": CONNECT_WITHIN_S,
        "socket_keepalive": True,
    }


def health_checks() -> list[Any]:
    """Redis itself: the cache works without it, and would say that all is well."""
    if not settings.REDIS_URL:
        return []
    return [("health_check.contrib.redis.Redis", {"client_factory": _client})]


def _client() -> Redis:
    within = ANSWER_WITHIN_S
    return Redis.from_url(settings.REDIS_URL, socket_timeout=within, socket_connect_timeout=within)
