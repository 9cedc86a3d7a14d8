"""Publishes one event loop's hints: what is asked for while Redis has not answered yet goes together."""

import asyncio
from typing import NamedTuple

from redis.asyncio import BlockingConnectionPool, Redis

from config.layer.listener import CONNECT_WITHIN_S, OPTIONS


class _Hint(NamedTuple):
    topic: str
    content: bytes
    sent: asyncio.Future[None]


class Publisher:
    """One command and one answer at a time; of sixteen hints that come at once each costs half."""

    def __init__(self, url: str) -> None:
        self._redis = connection(url)
        self._waiting: list[_Hint] = []
        self._sending: asyncio.Task[None] | None = None

    async def publish(self, topic: str, content: bytes) -> None:
        """Returns when Redis has it. Raises what kept it from that."""
        hint = _Hint(topic, content, asyncio.get_running_loop().create_future())
        self._waiting.append(hint)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all(), name="hints")
        await hint.sent

    async def close(self) -> None:
        if self._sending:
            self._sending.cancel()
        await self._redis.aclose()

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                hints, self._waiting = self._waiting, []
                await self._send(hints)
        finally:
            self._sending = None

    async def _send(self, hints: list[_Hint]) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for hint in hints:
                    pipeline.publish(hint.topic, hint.content)
                await pipeline.execute()
        except Exception as problem:  # it is for those who asked to say what came of it
            for sent in _awaited(hints):
                sent.set_exception(problem)
        else:
            for sent in _awaited(hints):
                sent.set_result(None)


def connection(url: str) -> Redis:
    """A dead one is waited for no longer than for Redis: then what waits goes by another."""
    pool = BlockingConnectionPool.from_url(
        url, max_connections=1, timeout=CONNECT_WITHIN_S, **OPTIONS
    )
    return Redis.from_pool(pool)


def _awaited(hints: list[_Hint]) -> list[asyncio.Future[None]]:
    return [hint.sent for hint in hints if not hint.sent.done()]
