"""Hears one call, over as many sidebands as it takes, until it is over or another process has it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.db import DatabaseError

from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.provider.client import Provider
from chat.provider.errors import ProviderRefusal
from chat.realtime import session_config, tool_runs
from chat.realtime.backlog import MAX_AGE_S, Backlog, Overflow
from chat.realtime.integrity import Integrity
from chat.realtime.sideband import Closed, NotOurs, Sideband
from chat.services import sidebands
from chat.stored import stored

# A few quick tries, then slow ones for as long as the call lasts; each with jitter.
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
QUICK_TRIES = 4
STEADY_S = 10.0
BROKEN = (Refusal, Closed, Overflow, TimeoutError, DatabaseError)

logger = logging.getLogger(__name__)


class Taken(Exception):
    """Another process, or another session with the same id, was first."""


class Attendance:
    """`claimed` is what a browser says is its call's id: it counts when the call bears our mark."""

    def __init__(
        self, keeper: str, provider: Callable[[], Provider], session_id: UUID, claimed: str | None
    ) -> None:
        self.claimed = claimed
        self.drain_within_s = MAX_AGE_S
        self.is_attached = False
        self.sideband: Sideband | None = None
        self._keeper = keeper
        self._provider = provider
        self._session_id = session_id
        self._integrity: Integrity | None = None
        self._backlog = Backlog(session_id, self._run_tools)
        self._tools: set[asyncio.Task[None]] = set()
        self._taking: asyncio.Future[bool] | None = None
        self._is_announced = False
        self._retuning = asyncio.Lock()
        self._is_retuned = False  # while there was no sideband to say it
        self._attached_at = 0.0

    async def run(self) -> None:
        """Until the call is over, another process hears it, or this is cancelled."""
        writing = asyncio.create_task(self._backlog.write_on())
        try:
            await self._attend()
        except NotOurs:
            logger.warning("session %s claimed a call that is not its own", self._session_id)
            await stored(sidebands.refuse)(self._session_id, "call_not_ours")
        except Taken:
            logger.info("session %s is heard by another", self._session_id)
        finally:
            await self._release(is_lost=False)
            await self._store_the_rest()
            await _cancelled(writing, *self._tools)

    async def respond(self, item_id: str | None, *, quietly: bool = False) -> bool:
        """One response; False when there is no sideband just now: the browser then asks itself."""
        if self.sideband is None:
            return False
        try:
            await self.sideband.respond(item_id, quietly=quietly)
        except ProviderRefusal:
            return False
        return True

    async def retune(self) -> None:
        """The person's settings are others now."""
        self._is_retuned = True
        # One after the other: what was looked up first must not be said last.
        async with self._retuning:
            await self._retune()

    async def _retune(self) -> None:
        with suppress(ProviderRefusal):  # then the next sideband says it
            if self.sideband:
                await self.sideband.retune(await stored(session_config.current)(self._session_id))
                self._is_retuned = False

    async def nudge(self) -> None:
        """Look again at what is due: a hint may have been lost."""
        if self.sideband:
            await self.sideband.deliver()
            await self.sideband.ask_for(await stored(sidebands.unconfirmed)(self._session_id))

    async def _attend(self) -> None:
        tries = 0
        while True:
            try:
                session = await stored(sidebands.attachable)(self._keeper, self._session_id)
                if session is None:
                    return
                await self._listen(session)
            except BROKEN as problem:
                logger.info("no sideband of session %s: %r", self._session_id, problem)
            tries = 1 if self._was_steady() else tries + 1
            self.sideband = None
            if tries >= QUICK_TRIES:
                await self._release(is_lost=True)
            pause = PAUSES_S[min(tries, len(PAUSES_S)) - 1]
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret

    async def _listen(self, session: RealtimeSession) -> None:
        """One sideband, from its handshake to its end."""
        call_id = session.call_id or self.claimed
        if call_id is None:
            raise Closed
        watch = self._integrity or Integrity(await stored(session_config.current)(self._session_id))
        socket = await self._provider().attach(call_id)
        try:
            sideband = Sideband(socket, session, watch, self._backlog)
            reported = await sideband.confirm(by_mark=_is_a_claim(session))
            await self._take(sideband, call_id)
            # Somebody else asked for it, perhaps before preferences or tools were changed.
            is_adopted = self._integrity is None and bool(session.attached_by)
            self._integrity = watch
            await self._announce()
            await sideband.check(reported, is_adopted=is_adopted)
            await self.nudge()
            if self._is_retuned:
                await self.retune()
            await sideband.hear()
        finally:
            await socket.close()

    async def _take(self, sideband: Sideband, call_id: str | None) -> None:
        take = stored(sidebands.take)(self._keeper, self._session_id, call_id)
        self._taking = asyncio.ensure_future(take)
        if not await asyncio.shield(self._taking):
            raise Taken
        self.sideband, self.is_attached = sideband, True
        self._attached_at = time.monotonic()

    def _was_steady(self) -> bool:
        """One that breaks as soon as it is attached is tried less and less often too."""
        return self.sideband is not None and time.monotonic() - self._attached_at > STEADY_S

    async def _announce(self) -> None:
        """Once: for its tabs a sideband that was soon found again was never lost."""
        if not self._is_announced:
            await stored(sidebands.announce)(self._session_id)
            self._is_announced = True

    async def _release(self, *, is_lost: bool) -> None:
        """Of no use while the database is away: then the lease runs out.

        A lease that is being taken when this is cancelled is waited for, so that it is given back.
        """
        taking = self._taking
        self._taking, self.is_attached, self._is_announced = None, False, False
        with suppress(DatabaseError):
            if taking is None or not await taking:
                return
            await stored(sidebands.release)(self._keeper, self._session_id, is_lost=is_lost)
            if is_lost:
                await self._leave_it_to_the_browser()

    async def _leave_it_to_the_browser(self) -> None:
        self._run_tools(await stored(sidebands.claimed_calls)(self._session_id))

    def _run_tools(self, made: list[UUID]) -> None:
        for call in made:
            task = asyncio.create_task(self._run_tool(call))
            self._tools.add(task)
            task.add_done_callback(self._tools.discard)

    async def _run_tool(self, call: UUID) -> None:
        await asyncio.shield(tool_runs.begin(call))
        try:
            if self.sideband:
                await self.sideband.deliver()
        except BROKEN as problem:  # the next nudge delivers
            logger.info(
                "the output of a tool call of session %s waits: %r", self._session_id, problem
            )

    async def _store_the_rest(self) -> None:
        if not await self._backlog.drained(self.drain_within_s):
            count = len(self._backlog)
            logger.error("%d events of session %s were lost", count, self._session_id)


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _is_a_claim(session: RealtimeSession) -> bool:
    """The id was not given to the server itself, and no sideband has confirmed it yet."""
    return session.setup == RealtimeSession.Setup.TOKEN and not session.attached_by
