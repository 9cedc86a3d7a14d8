"""Relayed calls need no tab: they are in sight while their sockets are open, and their log-ins hold.

Both are asked for all calls of this process at once: for each alone it was a seventh of a call's cost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from chat.models import RealtimeSession
from chat.services import holding, logins
from chat.stored import stored

ROUND_S = 10.0
ROUNDS_A_LOGIN = 4

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Call:
    session: RealtimeSession
    login_key: str


class InSight:
    """What is over is ended in the database; whoever hears the call learns it from there."""

    def __init__(self) -> None:
        self._calls: set[Call] = set()
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def holding(self, session: RealtimeSession, login_key: str | None) -> Iterator[None]:
        call = Call(session, login_key or "")
        self._calls.add(call)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._go_round())
        try:
            yield
        finally:
            self._calls.discard(call)
            if self._task and not self._calls:
                self._task.cancel()
                self._task = None

    async def _go_round(self) -> None:
        for round_ in count(1):
            await asyncio.sleep(ROUND_S)
            try:
                await stored(holding.seen)(*{call.session.pk for call in self._calls})
                if round_ % ROUNDS_A_LOGIN == 0:
                    await self._look_at_logins()
            except Exception:  # a round that failed must not be the last one
                logger.warning("relayed calls could not be looked after", exc_info=True)

    async def _look_at_logins(self) -> None:
        """An administrator's, a password's or another device's word, whose hint was lost."""
        people = {call.login_key: call.session.user for call in self._calls}
        held = await stored(logins.on)({key: user.pk for key, user in people.items()})
        for key in people.keys() - held:
            await stored(logins.end_of_login)(people[key], logins.login_of(key))


in_sight = InSight()
