"""One text of a classic answer while it grows: told to the tabs at once, kept every second."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID

from chat import aloud, broadcasts
from chat.models import RealtimeSession
from chat.services import answer_rows
from chat.stored import stored

# The whole text is told each time, so that one that is lost does no harm: a long one less often.
TELL_EVERY_S = 0.03
LONG_CHARACTERS = 6_000
TELL_AGAIN_S = 1.0
# Where the process does not keep up, fewer are told: else what waits would grow without an end.
LATE = 2
KEEP_EVERY_S = 1.0
TAIL = 4


class GrowingText:
    """`row_id` is known to the tabs before its row is stored: nobody waits for the database."""

    def __init__(self, session: RealtimeSession, row_id: UUID) -> None:
        self.row_id = row_id
        self.text = ""
        self._session = session
        self._grown = asyncio.Event()
        self._due = asyncio.Event()  # a sentence more: it may be read aloud, and only from its row
        self._storing: asyncio.Future[Any] = asyncio.ensure_future(self._begin())
        self._telling = asyncio.create_task(self._tell())
        self._keeping = asyncio.create_task(self._keep())

    def grow(self, text: str) -> None:
        if aloud.may_end_sentence(self.text[-TAIL:] + text):
            self._due.set()
        self.text += text
        self._grown.set()

    async def end(self, *, whole: bool) -> None:
        """Its row says all of it. Raises DatabaseError."""
        await self._rest()
        await stored(answer_rows.end_text)(self._session.pk, self.row_id, self.text, whole=whole)

    async def fail(self) -> None:
        await self._rest()
        await stored(answer_rows.fail_text)(self._session.pk, self.row_id, self.text)

    async def _begin(self) -> None:
        await stored(answer_rows.begin_text)(self._session.pk, self.row_id, self.text)

    async def _tell(self) -> None:
        loop, late = asyncio.get_running_loop(), 0.0
        while True:
            # A tab that has just come, or missed the last, hears it too.
            with suppress(TimeoutError):
                # Not `wait_for`: in Python 3.11 it may lose a cancellation.
                async with asyncio.timeout(TELL_AGAIN_S):
                    await self._grown.wait()
            self._grown.clear()
            await broadcasts.partial_text(self._session.user_id, "", self._partial())
            pause = TELL_EVERY_S * max(1.0, len(self.text) / LONG_CHARACTERS)
            pause += min(LATE * late, TELL_AGAIN_S)
            due = loop.time() + pause
            await asyncio.sleep(pause)
            late = max(0.0, loop.time() - due)

    async def _keep(self) -> None:
        kept = ""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(KEEP_EVERY_S):
                    await self._due.wait()
            self._due.clear()
            await asyncio.shield(self._storing)
            if self.text != kept:
                kept = self.text
                keep = stored(answer_rows.keep_text)(self._session.pk, self.row_id, kept)
                self._storing = asyncio.ensure_future(keep)

    async def _rest(self) -> None:
        """What is being stored is stored first: else it could overwrite what comes after."""
        self._telling.cancel()
        self._keeping.cancel()
        await asyncio.wait([self._storing])
        await asyncio.gather(self._telling, self._keeping, return_exceptions=True)

    def _partial(self) -> dict[str, Any]:
        return {
            "conversation": str(self._session.conversation_id),
            "item_id": self.row_id.hex,
            "role": "assistant",
            "kind": "text",
            "content": self.text,
        }
