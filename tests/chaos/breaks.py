"""How each part is broken: each returns since when the break was over, and whom it hit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import redis

from tests.chaos.load import Caller, Load
from tests.live.grown import Grown, Web
from tests.run.servers import Server

ONE_IN = 4  # tabs that crash at once
BAD_NETWORK_S = 10.0
SLOW_S = 0.3


@dataclass(frozen=True)
class Hit:
    since: float  # when what was broken was started again; when nothing had to be, the break itself
    callers: list[Caller]


Break = Callable[[Grown, Load], Awaitable[Hit]]


async def kill_web(parley: Grown, load: Load) -> Hit:
    """And whoever looks after it starts it again at once."""
    web = parley.webs[0]
    hit = _held_by(load, web)
    web.kill()
    since = time.monotonic()
    web.start()
    return Hit(since, hit)


async def kill_one_of_two(parley: Grown, load: Load) -> Hit:
    """It stays away until everybody is back on the other one."""
    web = parley.webs[0]
    hit = _held_by(load, web)
    web.kill()
    return Hit(time.monotonic(), hit)


async def restart_web(parley: Grown, load: Load) -> Hit:
    web = parley.webs[0]
    hit = _held_by(load, web)
    since = time.monotonic()
    await _restart(web)
    return Hit(since, hit)


async def deploy(parley: Grown, load: Load) -> Hit:
    """One web process after the other, as a rolling deploy does."""
    since = time.monotonic()
    for web in parley.webs:
        await _restart(web)
        await asyncio.to_thread(web.wait_until_answering)
    return Hit(since, load.callers)


def kill_database(away_s: float) -> Break:
    return partial(_kill_server, name="database", away_s=away_s)


def kill_broker(away_s: float) -> Break:
    return partial(_kill_server, name="broker", away_s=away_s)


async def flush_broker(parley: Grown, load: Load) -> Hit:
    with redis.Redis.from_url(parley.broker.address) as broker:
        broker.flushall()
    return Hit(time.monotonic(), load.callers)


async def crash_tabs(parley: Grown, load: Load) -> Hit:
    """Without a goodbye; what they had not sent is in the outbox of their browser."""
    since = time.monotonic()
    hit = await asyncio.gather(*(load.reopen(caller) for caller in load.callers[::ONE_IN]))
    return Hit(since, list(hit))


async def drop_network(parley: Grown, load: Load) -> Hit:
    parley.proxy.drop()
    return Hit(time.monotonic(), load.callers)


async def swallow_network(parley: Grown, load: Load) -> Hit:
    parley.proxy.swallow()
    await asyncio.sleep(BAD_NETWORK_S)
    parley.proxy.pass_on()
    return Hit(time.monotonic(), load.callers)


async def slow_network(parley: Grown, load: Load) -> Hit:
    parley.proxy.delay_s = SLOW_S
    await asyncio.sleep(BAD_NETWORK_S)
    parley.proxy.delay_s = 0.0
    return Hit(time.monotonic(), load.callers)


async def _restart(web: Web) -> None:
    web.terminate()
    await asyncio.to_thread(web.wait)
    web.start()


async def _kill_server(parley: Grown, load: Load, name: str, away_s: float) -> Hit:
    server: Server = getattr(parley, name)
    server.kill()
    await asyncio.sleep(away_s)
    since = time.monotonic()
    await asyncio.to_thread(server.start)
    return Hit(since, load.callers)


def _held_by(load: Load, web: Web) -> list[Caller]:
    return [caller for caller in load.callers if caller.tab.web == str(web.port)]
