"""Lets one response run at a time: `response.create` waits for `response.done`. No I/O."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

Event = dict[str, Any]
TAKEN = "conversation_already_has_active_response"


class ResponseGate:
    """Feed it what is heard; `due` gives the one event that may be sent now."""

    def __init__(self) -> None:
        self._running: set[str] = set()
        self._asked = ""  # our own last request
        self._is_asked = False  # and it is not answered yet
        self._is_queued = False
        self._is_taken = False  # somebody's response runs that began before we listened

    def request(self) -> None:
        """One response, now or when the running one is done; asking twice meanwhile is asking once."""
        self._is_queued = True

    def hear(self, event: Event) -> None:
        kind = event["type"]
        if kind == "response.created":
            self._running.add(_response_of(event))
            self._is_asked = False
        elif kind == "response.done":
            self._running.discard(_response_of(event))
            self._is_taken = False
        elif kind == "error":
            self._refused(event)

    def due(self) -> Event | None:
        if not self._is_queued or self._running or self._is_taken or self._is_asked:
            return None
        self._is_queued, self._is_asked = False, True
        self._asked = f"create_{uuid4().hex}"
        return {"type": "response.create", "event_id": self._asked}

    def _refused(self, event: Event) -> None:
        error = event.get("error")
        if not isinstance(error, dict) or not self._asked or error.get("event_id") != self._asked:
            return
        # Voice detection may start a response between our asking and its being heard; its
        # `response.created` looks like our answer, so that this counts although nothing is awaited.
        self._is_asked = False
        if error.get("code") == TAKEN:
            self._is_taken = self._is_queued = True


def _response_of(event: Event) -> str:
    response = event.get("response")
    return str(response.get("id")) if isinstance(response, dict) else ""
