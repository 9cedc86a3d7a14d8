"""What a tab does when it hears of calls of tools: outputs to deliver, and what waits for the person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chat.consumers.crowd import MakesRoom
from chat.consumers.logged_in import Hint
from chat.models import RealtimeSession
from chat.services import approvals, reminders, tool_outputs
from chat.stored import stored


class ToolHints(MakesRoom):
    async def say(self, kind: str, /, **fields: Any) -> None:
        raise NotImplementedError

    async def deliver(self, session: RealtimeSession, *, delayed: bool = True) -> None:
        """`delayed`: ask as well what the model is to say of outputs that take a while."""
        due = await stored(tool_outputs.due)(session)
        if due.items:
            await self.say("deliver", session=session.pk, items=due.items, respond=due.respond)
        if delayed:
            await self.say_reminders(session)

    async def say_what_waits(self) -> None:
        """Calls of tools that wait for the person's word, wherever they look."""
        waiting = await stored(approvals.waiting)(self.user)
        await self.say("approvals", waiting=waiting)

    async def say_reminders(self, session: RealtimeSession) -> None:
        """What the model is asked to say of outputs that take a while."""
        for reminder in await stored(reminders.take)(session):
            await self.say("remind", session=session.pk, **reminder._asdict())

    async def approvals_changed(self, hint: Hint) -> None:
        await self.say_what_waits()

    async def outputs_due(self, hint: Hint) -> None:
        session = self.held.get(UUID(hint["session"]))
        if session:
            # A process of the version before, which goes on while this one is deployed, does not say.
            await self.deliver(session, delayed=hint.get("delayed", True))
