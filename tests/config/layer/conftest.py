"""Layers on a Redis of their own, as of two web processes."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

import pytest

from config.layer.layer import HintLayer
from config.layer.local import Message
from tests.run import servers

TOLD_WITHIN_S = 10.0


class Ear:
    """A channel of a layer, and what it hears."""

    def __init__(self, layer: HintLayer, name: str) -> None:
        self.layer = layer
        self.name = name

    async def hears(self, kind: str) -> Message:
        async with asyncio.timeout(TOLD_WITHIN_S):
            while (message := await self.layer.receive(self.name))["type"] != kind:
                pass
        return message

    async def hears_that_redis_is(self, away: str) -> None:
        while (await self.hears("layer.changed"))["away"] != (away == "away"):
            pass


Opens = Callable[[str], Awaitable[Ear]]


@pytest.fixture
def ear(redis: servers.Redis) -> Opens:
    """Each ear has a layer of its own: what reaches it has gone through Redis, or has not."""

    async def opens(group: str) -> Ear:
        layer = HintLayer(redis.address)
        name = await layer.new_channel()
        await layer.group_add(group, name)
        return Ear(layer, name)

    return opens


def freeze(redis: servers.Redis) -> None:
    """It keeps its connections and answers nothing."""
    assert redis.process
    os.kill(redis.process.pid, signal.SIGSTOP)
