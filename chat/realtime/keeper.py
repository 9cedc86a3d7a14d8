"""Keeps the calls that this process hears: adopts them, renews their leases, hears hints about them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any
from uuid import UUID, uuid4

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError

from chat import broadcasts
from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.provider.client import Provider
from chat.realtime.answering import Answering
from chat.realtime.attendance import Attendance
from chat.realtime.hanging_up import HangingUp
from chat.services import limits, sidebands
from chat.stored import stored

ROUND_S = 2.0
ROUNDS_A_NUDGE = 3
LISTEN_AGAIN_S = 1.0
STOP_WITHIN_S = 3.0
OTHERS_WAIT_S = 1.0

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
        self._passing: set[asyncio.Task[Any]] = set()
        self._always: list[asyncio.Task[None]] = []
        self._hanging_up = HangingUp(provider)
        self.answering = Answering(self.name, provider)
        self.answering.on_rest(self._rest)

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
        self._begin(session_id, Attendance(self.name, self._provider, session_id, claimed))

    def carry(self, session_id: UUID, attendance: Attendance) -> asyncio.Task[None]:
        """Hear a call that lives here, from now on; the task ends with it."""
        self.keep()
        return self._begin(session_id, attendance)

    def leave(self, session_id: UUID) -> None:
        """Stop hearing this call. What was heard is still stored."""
        self._attended.pop(session_id, None)
        if task := self._tasks.pop(session_id, None):
            self._pass(task)
            task.cancel()

    def hears(self, session_id: UUID) -> bool:
        attendance = self._attended.get(session_id)
        return attendance is not None and attendance.is_attached

    async def respond(
        self, session_id: UUID, item_id: str | None = None, *, quietly: bool = False
    ) -> bool:
        """False when this process has no sideband of the call just now."""
        attendance = self._attended.get(session_id)
        return attendance is not None and await attendance.respond(item_id, quietly=quietly)

    async def ask(self, user: User, conversation_id: UUID) -> RealtimeSession:
        """A classic answer. Raises Refusal."""
        self.keep()
        try:
            return await self.answering.ask(user, conversation_id)
        finally:
            self._rest()

    async def finish(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do it to its end, even when whoever waits for it goes."""
        return await asyncio.shield(self._pass(asyncio.create_task(work)))

    async def hang_up_due(self) -> None:
        await self._hanging_up.all_due()

    async def close(self) -> None:
        """End every task; other processes may have the calls at once."""
        self._tabs.clear()
        for attendance in self._attended.values():
            attendance.drain_within_s = STOP_WITHIN_S
        for session_id in list(self._attended):
            self.leave(session_id)
        await self.answering.close()
        await _ended(self._always)
        self._always = []
        if self._passing:
            _, late = await asyncio.wait(self._passing, timeout=STOP_WITHIN_S + 1)
            await _ended(late)

    def _begin(self, session_id: UUID, attendance: Attendance) -> asyncio.Task[None]:
        task = asyncio.create_task(attendance.run())
        self._attended[session_id], self._tasks[session_id] = attendance, task
        task.add_done_callback(lambda done: self._forget(session_id, done))
        return task

    def _pass(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        """A task that ends by itself; it is kept so that it can be waited for."""
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        return task

    def _rest(self) -> None:
        """Nobody is here and nothing is heard: no task is left."""
        if not self._tabs and not self._attended and not self.answering.is_at_work:
            for task in self._always:
                task.cancel()
            self._always = []

    def _forget(self, session_id: UUID, task: asyncio.Task[None]) -> None:
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
                await self.answering.go_round()
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
        """Not waited for: a provider that takes nothing must not cost other calls their leases."""
        if not self._attended:
            return
        for session_id in await stored(sidebands.owed)(list(self._attended)):
            if attendance := self._attended.get(session_id):
                self._pass(asyncio.create_task(self._try(self._deliver(attendance))))

    async def _deliver(self, attendance: Attendance) -> None:
        try:
            await attendance.nudge()
        except (Refusal, DatabaseError) as problem:  # the connection's end is seen where it is read
            logger.info("an output waits: %r", problem)

    async def _listen(self) -> None:
        """Hear the group of all web processes; a hint that is lost is repaired by the next round."""
        layer = get_channel_layer()
        while True:
            channel = ""
            try:
                channel = await layer.new_channel()
                await layer.group_add(broadcasts.SIDEBANDS, channel)
                while True:
                    self._obey(await layer.receive(channel))
            except Exception:  # the layer's own, of many kinds
                logger.warning("hints about calls are not heard", exc_info=True)
                await asyncio.sleep(LISTEN_AGAIN_S)
            finally:
                if channel:
                    await layer.group_discard(broadcasts.SIDEBANDS, channel)

    def _obey(self, hint: Hint) -> None:
        """Not waited for: the next hint may be about another call."""
        if obey := HINTS.get(hint["type"]):
            self._pass(asyncio.create_task(self._try(obey(self, UUID(hint["session"]), hint))))

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception:  # the top of a task: the next round repairs what could not be done
            logger.exception("a call could not be looked after")

    async def _hear_end(self, session_id: UUID, hint: Hint) -> None:
        """Whoever heard the call hangs up; the others look whether it was done."""
        if session_id in self._attended:
            self.leave(session_id)
        else:
            await asyncio.sleep(OTHERS_WAIT_S)
        await self.hang_up_due()

    async def _hear_outputs(self, session_id: UUID, hint: Hint) -> None:
        if attendance := self._attended.get(session_id):
            await self._deliver(attendance)
        elif hint.get("classic", True):  # a process of the version before does not say
            await self.answering.take_up()

    async def _hear_stop(self, session_id: UUID, hint: Hint) -> None:
        self.answering.leave(session_id)

    async def _hear_request(self, session_id: UUID, hint: Hint) -> None:
        if not self.hears(session_id):
            return
        # A process of the version before sends no "quietly".
        quietly = hint.get("quietly", False)
        if not await self.respond(session_id, hint["item"], quietly=quietly):
            await stored(sidebands.refuse)(session_id, "not_attached")

    async def _hear_settings(self, session_id: UUID, hint: Hint) -> None:
        if attendance := self._attended.get(session_id):
            await attendance.retune()

    async def _hear_free(self, session_id: UUID, hint: Hint) -> None:
        if settings.SIDEBAND:
            self.attend(session_id)


HINTS: dict[str, Callable[[Keeper, UUID, Hint], Awaitable[None]]] = {
    "answer.over": Keeper._hear_stop,
    "hang.up.due": Keeper._hear_end,
    "outputs.due": Keeper._hear_outputs,
    "respond.asked": Keeper._hear_request,
    "settings.changed": Keeper._hear_settings,
    "sideband.free": Keeper._hear_free,
}


async def _ended(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
