"""The classic answers that this process writes: begins them, keeps their leases, takes up what waits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.provider.client import Provider
from chat.realtime.answer import Answer
from chat.services import answers
from chat.stored import stored

STOP_WITHIN_S = 3.0

logger = logging.getLogger(__name__)


class Answering:
    """One for a loop, owned by its keeper: an answer lives as long as it takes, whoever looks on."""

    def __init__(self, writer: str, provider: Callable[[], Provider]) -> None:
        self._writer = writer
        self._provider = provider
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._on_rest: Callable[[], None] = lambda: None

    @property
    def is_at_work(self) -> bool:
        return bool(self._tasks)

    def on_rest(self, act: Callable[[], None]) -> None:
        """When the last one is written."""
        self._on_rest = act

    async def ask(self, user: User, conversation_id: UUID) -> RealtimeSession:
        """Begin one, or leave it to the one that is being written. Raises Refusal."""
        session, is_new = await stored(answers.begin)(user, conversation_id, self._writer)
        if is_new:
            self._write(session)
        return session

    async def go_round(self) -> None:
        """Renew what is ours, settle what is nobody's, go on where tools have finished."""
        if self._tasks:
            held = set(self._tasks)
            for gone in held - await stored(answers.renew)(self._writer, held):
                self.leave(gone)
        await stored(answers.settle_abandoned)()
        await self.take_up()

    async def take_up(self) -> None:
        for user, conversation_id in await stored(answers.owed)():
            try:
                await self.ask(user, conversation_id)
            except Refusal as refused:  # the next round tries again
                logger.info("an answer waits: %s", refused.code)

    def leave(self, session_id: UUID) -> None:
        """It was ended by somebody: what was said stays."""
        task = self._tasks.get(session_id)
        if task and not task.cancelling():  # a second time would break off the breaking off
            task.cancel()

    async def close(self) -> None:
        """With the process: its answers break off, and say so."""
        tasks = list(self._tasks.values())
        for session_id in self._tasks:
            self.leave(session_id)
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_WITHIN_S)

    def _write(self, session: RealtimeSession) -> None:
        task = asyncio.create_task(Answer(self._provider, session).run())
        self._tasks[session.pk] = task
        task.add_done_callback(lambda _: self._forget(session.pk))

    def _forget(self, session_id: UUID) -> None:
        self._tasks.pop(session_id, None)
        if not self._tasks:
            self._on_rest()
