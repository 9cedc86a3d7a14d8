"""One sideband: a connection of the server's own to a live call, which hears, answers and watches."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID

from chat.models import RealtimeSession
from chat.provider import wire
from chat.realtime import integrity, retuning, session_config
from chat.realtime.backlog import Backlog, Note
from chat.realtime.integrity import Integrity
from chat.realtime.reminding import Reminding
from chat.realtime.response_gate import ResponseGate
from chat.realtime.retuning import Retuning
from chat.services import reminders, sessions, tool_outputs
from chat.stored import stored

Event = dict[str, Any]

CONFIRM_WITHIN_S = 5.0

logger = logging.getLogger(__name__)


class NotOurs(Exception):
    """The call shows the mark of another session, or none."""


class Closed(Exception):
    """The connection ended before it was confirmed."""


class Socket(Protocol):
    async def send(self, event: Event) -> None: ...

    def __aiter__(self) -> AsyncIterator[Event]: ...


class Sideband:
    """Silent on connect; `confirm` first, then `hear` until the connection ends."""

    def __init__(
        self, socket: Socket, session: RealtimeSession, watch: Integrity, backlog: Backlog
    ) -> None:
        self._socket = socket
        self._session = session
        self._integrity = watch
        self._backlog = backlog
        self._gate = ResponseGate()
        self._retuning = Retuning()
        self._reminding = Reminding()
        self._handed_over: dict[str, Event] = {}
        self._placed: dict[str, Event] = {}  # what the provider has by us, by its id
        self._owes_response = False
        self._delivering = asyncio.Lock()
        self._events = aiter(socket)

    async def confirm(self, *, by_mark: bool) -> Event:
        """The session as the provider has it; what is heard before that is nobody's yet.

        Raises NotOurs, Closed, TimeoutError and ProviderRefusal.
        """
        await self._say({"type": "session.update", "session": {"type": "realtime"}})
        async with asyncio.timeout(CONFIRM_WITHIN_S):
            reported = await self._first_report()
        if by_mark and not integrity.bears(reported, _mark(self._session.pk)):
            raise NotOurs
        return reported

    async def hear(self) -> None:
        """Until the connection ends. Raises Overflow, ProviderRefusal and what the database raises."""
        async for event in self._events:
            await self._react(event)
            await self._say_due()

    async def check(self, reported: Event, *, is_adopted: bool = False) -> None:
        """Notice what somebody else has changed, write it down, and set it right.

        `is_adopted`: what differs may be ours of before, so that it is set right without a word.
        """
        if self._integrity.differs(reported):
            # What was decided meanwhile (a preference, a tool) is no alteration.
            self._integrity.want(await stored(session_config.current)(self._session.pk))
        changed = [] if is_adopted else self._integrity.hear(reported)
        if changed:
            self._backlog.add(Note(integrity.sentence(changed)))
        if changed or (is_adopted and self._integrity.differs(reported)):
            await self._say(self._integrity.undo())
        if self._integrity.is_hopeless:
            await self._end_altered()

    async def deliver(self) -> None:
        """The outputs that the provider still lacks; one response when no other is awaited."""
        async with self._delivering:
            due = await stored(tool_outputs.due)(self._session, for_server=True)
            fresh = [item for item in due.items if self._handed_over.get(item["id"]) != item]
            for item in fresh:
                self._handed_over[item["id"]] = item
                self._owes_response = True
                await self._place(item)
            if self._owes_response and due.respond:
                self._owes_response = False
                self._gate.request()
            for reminder in await stored(reminders.take)(self._session, for_server=True):
                self._reminding.add(reminder, time.monotonic())
            await self._say_due()

    async def respond(self, item_id: str | None = None, *, quietly: bool = False) -> None:
        self._gate.request(item_id, quietly=quietly)
        await self._say_due()

    async def retune(self, config: Event) -> None:
        """The person has changed the settings: ask for them, and watch over these from now on."""
        self._integrity.change(config)
        self._retuning.want(retuning.settings_of(config))
        await self._say_due()

    async def ask_for(self, item_ids: list[str]) -> None:
        """Items that only the browser has told of: what the provider says of them counts."""
        for item_id in item_ids:
            await self._say({"type": "conversation.item.retrieve", "item_id": item_id})

    async def _place(self, item: Event) -> None:
        """One that was run again takes the place of what it was before."""
        before = self._placed.get(item["id"])
        if before == item:
            return
        if before:
            await self._say({"type": "conversation.item.delete", "item_id": item["id"]})
        self._placed[item["id"]] = item
        await self._say({"type": "conversation.item.create", "item": item})

    async def _first_report(self) -> Event:
        async for event in self._events:
            if event.get("type") == "session.updated":
                return _session_of(event)
        raise Closed

    async def _react(self, event: Event) -> None:
        kind = event.get("type")
        if not isinstance(kind, str):
            return
        self._gate.hear(event)
        self._reminding.hear(event, time.monotonic())
        if reaction := REACTIONS.get(kind):
            await reaction(self, event)
        elif kind in wire.EVENTS:
            self._backlog.add(event)

    async def _updated(self, event: Event) -> None:
        self._backlog.add({"type": event["type"], "session": {"id": _session_of(event).get("id")}})
        await self.check(_session_of(event))

    async def _refused(self, event: Event) -> None:
        if self._integrity.is_refused(event):
            await self._say(self._integrity.undo())
        if self._retuning.is_refused(event):
            logger.warning("session %s: settings were refused: %.200r", self._session.pk, event)

    async def _retrieved(self, event: Event) -> None:
        item = event.get("item")
        if isinstance(item, dict) and item.get("type") == "function_call":
            self._backlog.add({"type": "conversation.item.done", "item": item})

    async def _end_altered(self) -> None:
        logger.warning("session %s was altered again and again", self._session.pk)
        altered = RealtimeSession.EndReason.ALTERED
        await stored(sessions.end)(self._session.user, self._session.pk, altered)

    async def _say_due(self) -> None:
        if event := self._retuning.due(is_answering=self._gate.is_answering):
            await self._say(event)
        if event := self._gate.due():
            await self._say(event)
        if not self._gate.is_answering:
            await self._remind()

    async def _remind(self) -> None:
        if event := self._reminding.due(time.monotonic(), self._gate.manner):
            await self._say(event)

    async def _say(self, event: Event) -> None:
        await self._socket.send(event)


REACTIONS: dict[str, Callable[[Sideband, Event], Awaitable[None]]] = {
    "session.created": Sideband._updated,
    "session.updated": Sideband._updated,
    "conversation.item.retrieved": Sideband._retrieved,
    "error": Sideband._refused,
}


def _session_of(event: Event) -> Event:
    session = event.get("session")
    return session if isinstance(session, dict) else {}


def _mark(session_id: UUID) -> str:
    return integrity.mark_of(session_id.hex)
