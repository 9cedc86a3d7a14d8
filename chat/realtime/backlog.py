"""What a sideband has heard and the database has not: kept in order until it is written."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError

from chat.errors import Refusal
from chat.realtime import hearing
from chat.services import sidebands
from chat.stored import stored

MAX_ENTRIES = 1_000
MAX_AGE_S = 300.0
MAX_BATCH = 100
SHORTEST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Note:
    """A line of the server's own, at its place among the events."""

    sentence: str


Entry = dict[str, Any] | Note


class Overflow(Exception):
    """More was heard than may be kept: the database is away for too long."""


class Backlog:
    """`ran` is told the tool calls that a write has made."""

    def __init__(self, session_id: UUID, ran: Callable[[list[UUID]], None]) -> None:
        self._session_id = session_id
        self._ran = ran
        self._entries: deque[Entry] = deque()
        self._arrived = asyncio.Event()
        self._is_empty = asyncio.Event()
        self._is_empty.set()
        self._failing_since: float | None = None
        self._pause_s = SHORTEST_PAUSE_S
        self._at_most = MAX_BATCH

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Raises Overflow."""
        if len(self._entries) >= MAX_ENTRIES:
            raise Overflow
        self._entries.append(entry)
        self._arrived.set()
        self._is_empty.clear()

    async def drained(self, within_s: float) -> bool:
        """Wait until all is written; False when it takes longer."""
        try:
            await asyncio.wait_for(self._is_empty.wait(), within_s)
        except TimeoutError:
            return False
        return True

    async def write_on(self) -> None:
        """Until it is cancelled: one write at a time, of all that came meanwhile."""
        while True:
            await self._arrived.wait()
            await self._write_some()
            if not self._entries:
                self._arrived.clear()
                self._is_empty.set()

    async def _write_some(self) -> None:
        batch = self._next()
        try:
            made = await stored(_store)(self._session_id, batch)
        except (OperationalError, InterfaceError):
            await self._wait_for_the_database()
            return
        except (
            Refusal
        ) as refusal:  # the conversation was deleted: there is no place for it any more
            logger.info("events of session %s were dropped: %s", self._session_id, refusal.code)
            self._drop(len(batch))
            return
        except Exception:  # one that can never be written must not hold up those behind it
            logger.exception("events of session %s could not be stored", self._session_id)
            self._single_out(batch)
            return
        self._drop(len(batch))
        self._failing_since, self._pause_s = None, SHORTEST_PAUSE_S
        self._at_most = MAX_BATCH
        if made:
            self._ran(made)

    def _next(self) -> list[Entry]:
        """The events up to the next note, or that note."""
        batch: list[Entry] = []
        for entry in self._entries:
            if batch and (isinstance(entry, Note) or len(batch) == self._at_most):
                break
            batch.append(entry)
            if isinstance(entry, Note):
                break
        return batch

    async def _wait_for_the_database(self) -> None:
        now = time.monotonic()
        self._failing_since = self._failing_since or now
        if now - self._failing_since > MAX_AGE_S:
            count = len(self._entries)
            logger.error("%d events of session %s were lost", count, self._session_id)
            self._drop(count)
            self._failing_since = None
            return
        await asyncio.sleep(self._pause_s * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)

    def _single_out(self, batch: list[Entry]) -> None:
        if len(batch) == 1:
            self._drop(1)
        self._at_most = 1

    def _drop(self, count: int) -> None:
        for _ in range(count):
            self._entries.popleft()


def _store(session_id: UUID, batch: list[Entry]) -> list[UUID]:
    first = batch[0]
    if isinstance(first, Note):
        sidebands.note(session_id, first.sentence)
        return []
    events = [entry for entry in batch if isinstance(entry, dict)]
    return hearing.overhear(session_id, events).tool_calls
