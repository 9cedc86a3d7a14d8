"""Keeps the calls that this process hears: adopts them, renews their leases, hears hints about them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError

from chat import broadcasts
from chat.errors import Refusal
from chat.provider.client import Provider
from chat.realtime.attendance import Attendance
from chat.services import hang_ups, limits, sidebands
from chat.stored import stored

ROUND_S = 2.0
ROUNDS_A_NUDGE = 3
LISTEN_AGAIN_S = 1.0
STOP_WITHIN_S = 3.0
HANG_UPS_AT_ONCE = 8

Hint = dict[str, Any]
logger = logging.getLogger(__name__)


class Keeper:
    """One for a loop. Its tasks run while a tab is open or a call is attended, and end with `close`."""

    def __init__(self, provider: Callable[[], Provider]) -> None:
        self.name = uuid4().hex
        self._provider = provider
        self._tabs: set[object] = set()
        self._attended: dict[UUID, Attendance] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._own: set[asyncio.Task[Any]] = set()
        self._always: list[asyncio.Task[None]] = []

    def keep(self, tab: object | None = None) -> None:
        """Begin, if it has not begun."""
        if tab is not None:
            self._tabs.add(tab)
        if not self._always:
            self._always = [asyncio.create_task(run()) for run in (self._go_round, self._listen)]

    def let_go(self, tab: object) -> None:
        self._tabs.discard(tab)
        self._rest()

    def attend(self, session_id: UUID, claimed: str | None = None) -> None:
        """Hear this call from now on; nothing when it is heard."""
        self.keep()
        present = self._attended.get(session_id)
        if present and (present.is_attached or claimed in {None, present.claimed}):
            return
        if present:
            self.leave(session_id)
        attendance = Attendance(self.name, self._provider, session_id, claimed)
        task = asyncio.create_task(attendance.run())
        self._attended[session_id], self._tasks[session_id] = attendance, task
        task.add_done_callback(lambda done: self._forget(session_id, done))

    def leave(self, session_id: UUID) -> None:
        """Stop hearing this call. What was heard is still stored."""
        attendance, task = self._attended.pop(session_id, None), self._tasks.pop(session_id, None)
        if attendance and task:
            self._own.add(task)
            task.cancel()

    async def respond(self, session_id: UUID) -> bool:
        """False when this process does not hear the call."""
        attendance = self._attended.get(session_id)
        if attendance is None or attendance.sideband is None:
            return False
        await attendance.sideband.respond()
        return True

    async def finish(self, work: Any) -> Any:
        """Do it to its end, even when whoever waits for it goes."""
        task = asyncio.create_task(work)
        self._own.add(task)
        task.add_done_callback(self._own.discard)
        return await asyncio.shield(task)

    async def hang_up_due(self) -> None:
        """Tell the provider of the calls that have ended. What fails is tried again by the sweep."""
        at_once = asyncio.Semaphore(HANG_UPS_AT_ONCE)

        async def hang_up(session: Any) -> None:
            async with at_once:
                await self._provider().hang_up(session.call_id)
                await stored(hang_ups.done)(session)

        due = await stored(hang_ups.due)()
        for problem in await asyncio.gather(*map(hang_up, due), return_exceptions=True):
            if isinstance(problem, Refusal | DatabaseError):
                logger.warning("a call could not be hung up: %r", problem)
            elif isinstance(problem, BaseException):
                raise problem

    async def close(self) -> None:
        """End every task; other processes may have the calls at once."""
        self._tabs.clear()
        for attendance in self._attended.values():
            attendance.drain_within_s = STOP_WITHIN_S
        for session_id in list(self._attended):
            self.leave(session_id)
        ending = [*self._always, *self._own]
        self._always = []
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    def _rest(self) -> None:
        """Nobody is here and nothing is heard: no task is left."""
        if not self._tabs and not self._attended:
            for task in self._always:
                task.cancel()
            self._always = []

    def _forget(self, session_id: UUID, task: asyncio.Task[None]) -> None:
        self._own.discard(task)
        if self._tasks.get(session_id) is task:
            del self._tasks[session_id], self._attended[session_id]
        if not task.cancelled() and (problem := task.exception()):
            logger.error("the sideband of session %s failed", session_id, exc_info=problem)
        self._rest()

    async def _go_round(self) -> None:
        count = 0
        while True:
            try:
                await self._renew()
                if settings.SIDEBAND:
                    await self._adopt()
                if count % ROUNDS_A_NUDGE == 0:
                    await self._nudge()
            except DatabaseError as problem:
                logger.warning("calls could not be looked after: %r", problem)
            except Exception:  # a round that failed must not be the last one
                logger.exception("calls could not be looked after")
            count += 1
            await asyncio.sleep(ROUND_S)

    async def _renew(self) -> None:
        held = {pk for pk, attended in self._attended.items() if attended.is_attached}
        if not held:
            return
        await stored(limits.end_what_is_over)(self.name)
        for gone in held - await stored(sidebands.renew)(self.name, held):
            self.leave(gone)

    async def _adopt(self) -> None:
        for session_id in await stored(sidebands.adoptable)():
            self.attend(session_id)

    async def _nudge(self) -> None:
        for attendance in list(self._attended.values()):
            await self._deliver(attendance)

    async def _deliver(self, attendance: Attendance) -> None:
        try:
            await attendance.nudge()
        except Refusal as refusal:  # the connection is going; its end is seen where it is read
            logger.info("an output waits: %s", refusal.code)

    async def _listen(self) -> None:
        """Hear the group of all web processes; a hint that is lost is repaired by the next round."""
        layer = get_channel_layer()
        while True:
            channel = ""
            try:
                channel = await layer.new_channel()
                await layer.group_add(broadcasts.SIDEBANDS, channel)
                while True:
                    await self._obey(await layer.receive(channel))
            except Exception:  # the layer's own, of many kinds
                logger.warning("hints about calls are not heard", exc_info=True)
                await asyncio.sleep(LISTEN_AGAIN_S)
            finally:
                if channel:
                    await layer.group_discard(broadcasts.SIDEBANDS, channel)

    async def _obey(self, hint: Hint) -> None:
        obey = HINTS.get(hint["type"])
        if obey:
            await obey(self, UUID(hint["session"]))

    async def _ended(self, session_id: UUID) -> None:
        self.leave(session_id)
        await self.finish(self.hang_up_due())

    async def _outputs(self, session_id: UUID) -> None:
        if attendance := self._attended.get(session_id):
            await self._deliver(attendance)

    async def _asked(self, session_id: UUID) -> None:
        await self.respond(session_id)

    async def _free(self, session_id: UUID) -> None:
        if settings.SIDEBAND:
            self.attend(session_id)


HINTS: dict[str, Callable[[Keeper, UUID], Awaitable[None]]] = {
    "hang.up.due": Keeper._ended,
    "outputs.due": Keeper._outputs,
    "respond.asked": Keeper._asked,
    "sideband.free": Keeper._free,
}
