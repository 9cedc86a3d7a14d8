"""The cache counts on without Redis."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from chat.models import User
from config import cache, redis
from config.cache import RedisOrLocalCache
from tests.run import servers

WRONG = {"login": "alice@example.com", "password": "wrong"}


@pytest.fixture(autouse=True)
def redis_was_there() -> Iterator[None]:
    cache._Redis.away_until = 0.0
    yield
    cache._Redis.away_until = 0.0


def made(server: servers.Redis) -> RedisOrLocalCache:
    default = redis.caches(server.address, "test")["default"]
    return RedisOrLocalCache(default["LOCATION"], default)


def test_two_processes_share_what_is_cached(redis: servers.Redis) -> None:
    made(redis).set("word", "yes", 60)
    assert made(redis).get("word") == "yes"
    assert made(redis).add("word", "no") is False


def test_without_redis_it_keeps_counting_in_this_process(redis: servers.Redis) -> None:
    redis.kill()
    found = made(redis)
    assert found.add("attempts", 1)
    assert not found.add("attempts", 1)
    assert (found.incr("attempts"), found.has_key("attempts")) == (2, True)
    assert found.touch("attempts")
    assert found.delete("attempts")
    assert found.get_many(["attempts"]) == {}
    found.clear()


def test_it_returns_to_redis(redis: servers.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "AWAY_S", 0.0)
    redis.kill()
    made(redis).set("word", "here")
    redis.start()
    assert made(redis).get("word") is None
    made(redis).set("word", "there")
    assert made(redis).get("word") == "there"


@pytest.mark.django_db
def test_logging_in_works_and_guessing_is_still_limited(
    redis: servers.Redis, alice: User, settings: Settings
) -> None:
    from config.redis import caches

    settings.CACHES = caches(redis.address, "test")
    redis.kill()
    right = WRONG | {"password": "parley-demo"}
    assert Client().post("/accounts/login/", right).status_code == 302
    guesses = [Client().post("/accounts/login/", WRONG) for _ in range(12)]
    assert "Too many failed login attempts" in guesses[-1].content.decode()
