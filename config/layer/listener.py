"""One event loop's connection to Redis: hears its topics, and notices within seconds that Redis is away."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from redis.asyncio import Connection, ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

QUIET_S = 2.0  # then Redis is asked whether it is there, and has as long to answer
CONNECT_WITHIN_S = 2.0
JOIN_WITHIN_S = 1.0
AGAIN_S = (0.2, 1.0)
BROKEN = (RedisError, OSError, TimeoutError)

# What redis-py would do again by itself it would do silently, and hints would be lost unnoticed.
OPTIONS: dict[str, Any] = {
    "protocol": 2,
    "retry": Retry(NoBackoff(), 0),
    "socket_timeout": CONNECT_WITHIN_S,
    "socket_connect_timeout": CONNECT_WITHIN_S,
}


class Listener:
    """`heard(topic, content)` for each message, `turned(away)` when Redis goes and comes."""

    def __init__(
        self, url: str, heard: Callable[[str, bytes], None], turned: Callable[[bool], None]
    ) -> None:
        self._url = url
        self._heard = heard
        self._turned = turned
        self._away = False
        self._connection: Connection | None = None
        self._joined: dict[str, asyncio.Event] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with self._connected() as connection:
                    await self._listen(connection)
            except BROKEN as error:
                self._turn(away=True, why=error)
            await asyncio.sleep(random.uniform(*AGAIN_S))  # noqa: S311 - spread, not a secret

    async def join(self, topic: str) -> None:
        """Returns when Redis has it, or is away: then it is joined later."""
        joined = self._joined.setdefault(topic, asyncio.Event())
        if self._away:
            return
        await self._tell("SUBSCRIBE", topic)
        with suppress(TimeoutError):
            async with asyncio.timeout(JOIN_WITHIN_S):
                await joined.wait()

    async def leave(self, topic: str) -> None:
        self._joined.pop(topic, None)
        await self._tell("UNSUBSCRIBE", topic)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        pool = ConnectionPool.from_url(self._url, **OPTIONS)
        connection = pool.make_connection()  # type: ignore[no-untyped-call]  # redis-py's own
        try:
            await connection.connect()
            for joined in self._joined.values():
                joined.clear()
            self._connection = connection
            await self._tell("SUBSCRIBE", "", *self._joined)  # never without a topic
            yield connection
        finally:
            self._connection = None
            for joined in self._joined.values():
                joined.set()
            await connection.disconnect(nowait=True)

    async def _listen(self, connection: Connection) -> None:
        is_asked = False
        while True:
            _heed(0)
            answer = await connection.read_response(timeout=QUIET_S)
            if answer is None and is_asked:
                raise TimeoutError(f"no answer for {QUIET_S} s")
            is_asked = answer is None
            if is_asked:
                await connection.send_command("PING", check_health=False)
            else:
                self._take(answer)

    def _take(self, answer: list[bytes]) -> None:
        kind, topic, *content = answer
        if kind == b"message":
            self._heard(topic.decode(), content[0])
        elif kind == b"subscribe":
            self._turn(away=False)
            if topic.decode() in self._joined:
                self._joined[topic.decode()].set()

    async def _tell(self, *command: str) -> None:
        if self._connection is None:
            return
        before = _cancellations()
        with suppress(*BROKEN):  # whoever listens finds it broken, too, and says so
            await self._connection.send_command(*command, check_health=False)
        _heed(before)

    def _turn(self, *, away: bool, why: object = "") -> None:
        if away == self._away:
            return
        self._away = away
        logger.warning("Redis is %s", f"away: {why}" if away else "back")
        self._turned(away)


def _cancellations() -> int:
    task = asyncio.current_task()
    return task.cancelling() if task else 0


def _heed(before: int) -> None:
    """Be cancelled after all: redis-py sends by `asyncio.wait_for`, and that of Python 3.11 forgets a
    cancellation that comes just as it succeeds. Whoever was to end would listen for ever.
    """
    if _cancellations() > before:
        raise asyncio.CancelledError
