"""One classic answer: asks, hears the stream, runs the tools, asks again, until nothing is asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from uuid_utils.compat import uuid7

from chat.errors import Refusal
from chat.models import RealtimeSession, ToolCall
from chat.provider.answer_events import Called, Ended, Said
from chat.provider.client import Provider
from chat.provider.errors import refusal
from chat.realtime import answer_input, tool_runs
from chat.realtime.answer_input import Told
from chat.realtime.growing_text import GrowingText
from chat.services import answer_rows, answers
from chat.stored import stored

EndReason = RealtimeSession.EndReason

logger = logging.getLogger(__name__)


class Answer:
    """Ends by itself, or when its task is cancelled: then what was said stays, and is marked so."""

    def __init__(self, provider: Callable[[], Provider], session: RealtimeSession) -> None:
        self.session = session
        self._provider = provider
        self._growing: GrowingText | None = None
        self._item = ""
        self._row: UUID | None = None
        self._cut = ""
        self._has_spoken = False

    async def run(self) -> None:
        try:
            await self._write()
        except Refusal as refused:
            await self._fail(refused.code)
        except asyncio.CancelledError:
            await self._break_off()
            raise
        except DatabaseError as problem:  # nothing can be stored: whoever finds it settles it
            logger.warning("an answer was given up: %r", problem)
            await self._drop_text()
        except Exception:  # the top of a task
            logger.exception("an answer went wrong")
            await self._fail("provider_refused")

    async def _write(self) -> None:
        for _ in range(settings.ANSWER_ROUNDS):
            told = await stored(answer_input.compose)(self.session.pk)
            called = await self._hear(told)
            if called:
                await self._run_tools(called)
                if await stored(answers.suspend_if_waiting)(self.session.pk):
                    return
            elif await stored(answers.end_unless_asked)(self.session.pk, told.seen):
                return
        raise refusal("too_many_rounds")

    async def _hear(self, told: Told) -> list[Called]:
        """One response; the tool calls in it."""
        self._row, self._item, self._cut, self._has_spoken = told.row, "", "", False
        called: list[Called] = []
        stream = self._provider().text.answer(told.asked, told.person)
        async with aclosing(stream) as events:
            async for event in events:
                if isinstance(event, Said):
                    await self._say(event)
                elif isinstance(event, Called):
                    called.append(event)
                else:
                    await self._note_end(event, told)
        await self._end_text(whole=not self._cut)
        if self._cut and not called:
            raise refusal(CUTS.get(self._cut, "cut_short"))
        return called

    async def _say(self, said: Said) -> None:
        self._has_spoken = True
        if said.item != self._item:
            await self._end_text(whole=True)
            row, self._row = self._row or uuid7(), None
            self._growing, self._item = GrowingText(self.session, row), said.item
        if self._growing:
            self._growing.grow(said.text)

    async def _note_end(self, ended: Ended, told: Told) -> None:
        self._cut = ended.cut
        await stored(_account)(self.session.pk, ended.usage, told.outputs)

    async def _run_tools(self, called: list[Called]) -> None:
        """A fast one is through when this returns."""
        calls = await stored(answer_rows.add_calls)(self.session.pk, called)
        if calls:
            await asyncio.wait([tool_runs.begin(call_id) for call_id in calls])

    async def _end_text(self, *, whole: bool) -> None:
        growing, self._growing, self._item = self._growing, None, ""
        if growing:
            await growing.end(whole=whole)

    async def _fail(self, code: str) -> None:
        """The row says that it failed, the session why; one without a word has a row for that."""
        growing, self._growing = self._growing, None
        try:
            await stored(answers.note_problem)(self.session.pk, code)
            if growing:
                await growing.fail()
            elif not self._has_spoken:
                row = self._row or uuid7()
                await stored(answer_rows.fail_text)(self.session.pk, row, "")
            await stored(answers.close)(self.session.pk, EndReason.FAILED, code)
        except (DatabaseError, Refusal) as problem:
            logger.warning("an answer that failed could not be settled: %r", problem)

    async def _break_off(self) -> None:
        """Stopped by somebody, or with this process: then its lease says that nobody writes it."""
        with suppress(DatabaseError, Refusal):
            await self._end_text(whole=False)
            await stored(answers.close)(self.session.pk, EndReason.LOST)

    async def _drop_text(self) -> None:
        growing, self._growing = self._growing, None
        if growing:
            with suppress(DatabaseError, Refusal):
                await growing.fail()


# Why the provider stopped before the end.
CUTS = {"content_filter": "filtered", "max_output_tokens": "cut_short", "length": "cut_short"}


def _account(session_id: UUID, usage: dict[str, Any], outputs: list[UUID]) -> None:
    """What it cost, and that the model has what the tools found."""
    answers.spend(session_id, usage)
    ToolCall.objects.delivered(outputs)
