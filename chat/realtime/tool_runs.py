"""Tool calls are run beside the sockets: a fast tool on a thread of its own, for ten seconds."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Coroutine
from concurrent.futures import Future, wait
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

from chat.errors import Refusal
from chat.models.tool_call import DONE_AT_ONCE_S
from chat.services import browser_tools, tool_calls
from chat.services.tool_calls import Prepared
from chat.stored import stored

# The lease of a call that a page runs is over by then.
EXPIRY_AFTER_S = 0.2
# Of one tool in this process; a tool that hangs keeps nobody waiting but itself.
AT_ONCE = 4
# Runs of one tool that were given up and have not come back: then no more are begun.
MOST_HUNG = 8
# What a run may break off for: then the sweep does it again.
LEFT = (DatabaseError, Refusal)

Slots = dict[str, asyncio.Semaphore]

logger = logging.getLogger(__name__)


def begin(call_id: UUID) -> asyncio.Task[None]:
    """Nobody need wait for it. It is over soon, and never fails: the sweep does what is left."""
    return _keep(_run_or_leave(call_id))


def expect(call_id: UUID) -> None:
    """An answer of the page that was just told to run it; without one it is over then."""
    _keep(_expire(call_id))


async def run(call_id: UUID) -> None:
    """When this returns a fast tool is over, or was given up. Raises LEFT."""
    prepared = await stored(tool_calls.begin)(call_id)
    if prepared is None:
        return
    name = prepared.call.name
    async with _slots()[name]:
        if _is_hung(name):
            await stored(tool_calls.give_up)(prepared)
        else:
            await _work_in_time(prepared)


def run_here(call_id: UUID) -> None:
    """The same where there is no loop: in a worker."""
    prepared = tool_calls.begin(call_id)
    if prepared is None:
        return
    if _is_hung(prepared.call.name):
        tool_calls.give_up(prepared)
        return
    work = _started(prepared)
    if wait([work], timeout=DONE_AT_ONCE_S).done:
        work.result()
    else:
        _give_up(prepared, work)


def _keep(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    _runs.add(task)
    task.add_done_callback(_runs.discard)
    return task


async def _expire(call_id: UUID) -> None:
    await asyncio.sleep(DONE_AT_ONCE_S + EXPIRY_AFTER_S)
    try:
        await stored(browser_tools.expire)(call_id)
    except LEFT as problem:
        logger.info("tool call %s waits: %r", call_id, problem)


async def _run_or_leave(call_id: UUID) -> None:
    try:
        await run(call_id)
    except LEFT as problem:
        logger.info("tool call %s waits: %r", call_id, problem)


async def _work_in_time(prepared: Prepared) -> None:
    work = _started(prepared)
    done, _ = await asyncio.wait([asyncio.wrap_future(work)], timeout=DONE_AT_ONCE_S)
    if done:
        work.result()
    else:
        await stored(_give_up)(prepared, work)


def _is_hung(name: str) -> bool:
    return _hung[name] >= MOST_HUNG


def _started(prepared: Prepared) -> Future[None]:
    work: Future[None] = Future()
    # A daemon: a tool that hangs must not keep the process from ending.
    name = f"tool-{prepared.call.name}"
    threading.Thread(target=_work, args=(prepared, work), name=name, daemon=True).start()
    return work


def _give_up(prepared: Prepared, work: Future[None]) -> None:
    name = prepared.call.name
    _hung[name] += 1
    work.add_done_callback(lambda _: _hung.subtract([name]))
    tool_calls.give_up(prepared)


def _work(prepared: Prepared, work: Future[None]) -> None:
    try:
        _on_own_connection(prepared)
    except BaseException as problem:  # it is raised where somebody waits for it
        work.set_exception(problem)
    else:
        work.set_result(None)


def _on_own_connection(prepared: Prepared) -> None:
    try:
        tool_calls.carry_out(prepared)
    finally:
        connection.close()


def _slots() -> Slots:
    """Of this loop: a semaphore belongs to one."""
    loop = asyncio.get_running_loop()
    return _slots_of.setdefault(loop, defaultdict(lambda: asyncio.Semaphore(AT_ONCE)))


_runs: set[asyncio.Task[None]] = set()
_hung: Counter[str] = Counter()
_slots_of: WeakKeyDictionary[asyncio.AbstractEventLoop, Slots] = WeakKeyDictionary()
