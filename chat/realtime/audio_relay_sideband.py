"""The server's ear on a call that it carries itself: it sets the session up before it hears."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import uuid4

from chat.provider.errors import refusal
from chat.realtime import audio_relay_wire as wire
from chat.realtime.sideband import Closed, Sideband

Event = dict[str, Any]
SET_UP_WITHIN_S = 15.0
REPORTS = {"session.created", "session.updated"}

logger = logging.getLogger(__name__)


class RelaySideband(Sideband):
    """`open`, `tell` what was said before, then `hear`."""

    async def open(self, config: Event) -> Event:
        """The session as the provider reports it. Raises Refusal, Closed, TimeoutError."""
        event_id = f"open_{uuid4().hex}"
        wanted = {"type": "session.update", "event_id": event_id, "session": _with_sound(config)}
        async with asyncio.timeout(SET_UP_WITHIN_S):
            await self._say(wanted)
            async for event in self._events:
                if _refused(event) == event_id:
                    logger.warning("a session was refused: %.300r", event)
                    raise refusal("provider_refused")
                reported = self._noted(event)
                if reported and event["type"] == "session.updated":
                    return reported
        raise Closed

    async def tell(self, items: list[Event]) -> None:
        """Until the provider has each of them, or does not want it. Raises as `open` does."""
        waiting = {f"told_{item['id']}": item for item in items}
        self._placed |= {item["id"]: item for item in items}
        async with asyncio.timeout(SET_UP_WITHIN_S):
            for event_id, item in waiting.items():
                create = {"type": "conversation.item.create", "event_id": event_id, "item": item}
                await self._say(create)
            while waiting:
                event = await anext(self._events, None)
                if event is None:
                    raise Closed
                await self._react(event)
                waiting.pop(f"told_{_added(event)}", None)
                if waiting.pop(_refused(event), None):
                    logger.warning("an item of a replay was refused: %.300r", event)

    def _noted(self, event: Event) -> Event | None:
        """The session that it reports: until it is what was asked for, it is nobody's alteration."""
        session = event.get("session")
        if event.get("type") not in REPORTS or not isinstance(session, dict):
            return None
        self._backlog.add({"type": event["type"], "session": {"id": session.get("id")}})
        return session


def _with_sound(config: Event) -> Event:
    """What a session of the server's own says besides: the form of the sound. Its model is in the address."""
    audio = {way: {**config["audio"][way], "format": wire.PCM} for way in ("input", "output")}
    return {key: value for key, value in config.items() if key != "model"} | {"audio": audio}


def _added(event: Event) -> str:
    item = event.get("item") if event.get("type") == "conversation.item.added" else None
    return str(item.get("id")) if isinstance(item, dict) else ""


def _refused(event: Event) -> str:
    error = event.get("error") if event.get("type") == "error" else None
    return str(error.get("event_id")) if isinstance(error, dict) else ""
