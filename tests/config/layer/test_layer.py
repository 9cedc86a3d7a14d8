"""The layer against a real Redis: what is heard while it is there, away, and back."""

import asyncio

import pytest
from asgiref.sync import async_to_sync

from config.layer.layer import HintLayer
from tests.config.layer.conftest import TOLD_WITHIN_S, Opens, freeze
from tests.run import servers

HINT = {"type": "conversation.changed", "conversation": "c", "revision": 7}


async def test_a_hint_reaches_the_group_in_another_process(ear: Opens) -> None:
    one, two, stranger = await ear("user.1"), await ear("user.1"), await ear("user.2")
    await two.layer.group_send("user.1", HINT)
    await two.layer.group_send("user.2", {"type": "last"})
    assert await one.hears("conversation.changed") == HINT
    assert await two.hears("conversation.changed") == HINT
    assert await stranger.layer.receive(stranger.name) == {"type": "last"}


async def test_who_has_left_hears_nothing(ear: Opens) -> None:
    one, two = await ear("g"), await ear("g")
    await one.layer.group_discard("g", one.name)
    await two.layer.group_send("g", HINT)
    await two.hears("conversation.changed")
    await one.layer.send(one.name, {"type": "last"})
    assert await one.layer.receive(one.name) == {"type": "last"}


async def test_four_hundred_hints_at_once_all_arrive(ear: Opens) -> None:
    one, two = await ear("g"), await ear("g")
    reading = asyncio.create_task(one.hears("last"))
    await asyncio.gather(*[two.layer.group_send("g", HINT) for _ in range(400)])
    await two.layer.group_send("g", {"type": "last"})
    await reading


def test_a_worker_s_hint_arrives(redis: servers.Redis) -> None:
    async def from_a_thread() -> object:
        layer = HintLayer(redis.address)
        name = await layer.new_channel()
        await layer.group_add("g", name)
        await asyncio.to_thread(async_to_sync(HintLayer(redis.address).group_send), "g", HINT)
        return await layer.receive(name)

    assert asyncio.run(from_a_thread()) == HINT


async def test_a_killed_redis_is_noticed_and_so_is_its_return(
    ear: Opens, redis: servers.Redis
) -> None:
    one, two = await ear("g"), await ear("g")
    redis.kill()
    await one.hears_that_redis_is("away")
    await asyncio.to_thread(redis.start)
    await one.hears_that_redis_is("back")
    await two.hears_that_redis_is("back")
    await two.layer.group_send("g", HINT)
    assert await one.hears("conversation.changed") == HINT


async def test_a_redis_that_says_nothing_is_noticed(ear: Opens, redis: servers.Redis) -> None:
    one = await ear("g")
    freeze(redis)
    await one.hears_that_redis_is("away")


async def test_a_restart_in_between_is_noticed_though_nothing_failed(
    ear: Opens, redis: servers.Redis
) -> None:
    one = await ear("g")
    redis.kill()
    redis.start()
    await one.hears_that_redis_is("away")
    await one.hears_that_redis_is("back")


async def test_without_redis_channels_open_groups_are_joined_and_sending_says_so(
    ear: Opens, redis: servers.Redis
) -> None:
    redis.kill()
    async with asyncio.timeout(TOLD_WITHIN_S):
        one = await ear("g")
        await one.hears_that_redis_is("away")
        with pytest.raises(ConnectionError):
            await one.layer.group_send("g", HINT)
    assert await one.hears("conversation.changed") == HINT  # its own process is told all the same
    await asyncio.to_thread(redis.start)
    await one.hears_that_redis_is("back")
    await (await ear("other")).layer.group_send("g", HINT)
    assert await one.hears("conversation.changed") == HINT
