"""Attends one relayed call: opens it with the server's key, tells the replay, hears it to its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.provider.client import Provider
from chat.provider.errors import refusal
from chat.realtime import replay, session_config
from chat.realtime.attendance import BROKEN, Attendance
from chat.realtime.audio_relay_line import Line
from chat.realtime.audio_relay_outbox import Outbox
from chat.realtime.audio_relay_sideband import RelaySideband
from chat.realtime.integrity import Integrity
from chat.services import sidebands
from chat.stored import stored

Prepared = tuple[RealtimeSession, dict[str, object], replay.Replay]

logger = logging.getLogger(__name__)


class RelayAttendance(Attendance):
    """One connection, and no second: with it the provider's session is over.

    `ready` gives the line when the microphone may be sent; `problem` says why it never came to that.
    """

    def __init__(
        self, keeper: str, provider: Callable[[], Provider], session_id: UUID, outbox: Outbox
    ) -> None:
        super().__init__(keeper, provider, session_id, None)
        self.ready: asyncio.Future[Line] = asyncio.get_running_loop().create_future()
        self.problem: Refusal | None = None
        self.was_cut_off = False
        self._outbox = outbox

    async def _attend(self) -> None:
        try:
            await self._carry()
        except BROKEN as problem:
            logger.info("the relay of session %s broke: %r", self._session_id, problem)
            unreachable = refusal("provider_unreachable")
            if not self.ready.done():
                self.problem = problem if isinstance(problem, Refusal) else unreachable
        finally:
            self.sideband = None
            self.ready.cancel()

    async def _carry(self) -> None:
        session, config, told = await stored(_prepare)(self._session_id, self.was_cut_off)
        line = Line(self._outbox)
        await line.open(self._provider(), session.model, session.user.opaque_id)
        try:
            sideband = RelaySideband(line, session, Integrity(config), self._backlog)
            reported = await sideband.open(config)
            await self._take(sideband, None)
            await sideband.check(reported, is_adopted=True)
            await sideband.tell(told.items)
            await self._announce()
            self.ready.set_result(line)
            if told.answer_due:
                await sideband.respond()
            await self.nudge()
            if self._is_retuned:
                await self.retune()
            await sideband.hear()
        finally:
            await line.close()

    async def _release(self, *, is_lost: bool) -> None:
        """Nobody can take it over."""
        self.ready.cancel()
        await super()._release(is_lost=True)


def _prepare(session_id: UUID, was_cut_off: bool) -> Prepared:
    open_calls = RealtimeSession.objects.open().select_related("conversation__assistant", "user")
    session = open_calls.filter(pk=session_id).first()
    if session is None:
        raise sidebands.over()
    told = replay.compose(session.conversation, spoken=was_cut_off)
    return session, session_config.compose(session.user, session), told
