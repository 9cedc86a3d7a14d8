"""Tell the provider of the calls that have ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from django.db import DatabaseError

from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.provider.client import Provider
from chat.services import hang_ups
from chat.stored import stored

AT_ONCE = 8

logger = logging.getLogger(__name__)


class HangingUp:
    """One round at a time, so that no call is hung up twice; what fails is done by the sweep."""

    def __init__(self, provider: Callable[[], Provider]) -> None:
        self._provider = provider
        self._round = asyncio.Lock()
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def all_due(self) -> None:
        async with self._round:
            due = await stored(hang_ups.due)()
            await asyncio.gather(*map(self._hang_up, due))

    async def _hang_up(self, session: RealtimeSession) -> None:
        async with self._at_once:
            try:
                await self._provider().hang_up(session.call_id or "")
                await stored(hang_ups.done)(session)
            except (Refusal, DatabaseError) as problem:
                logger.warning("session %s was not hung up: %r", session.pk, problem)
