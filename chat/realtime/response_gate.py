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
        self._asked_for: tuple[bool, set[str]] = (False, set())  # what was queued, and which items
        self._is_asked = False  # and it is not answered yet
        self._is_queued = False
        self._items: set[str] = set()  # that a browser wants to be answered
        self._new: set[str] = set()  # heard since the last response began
        self._answered: set[str] = set()
        self._is_taken = False  # somebody's response runs that began before we listened
        self._is_quiet = False

    def request(self, item_id: str | None = None, *, quietly: bool = False) -> None:
        """One response, now or when the running one is done; asking twice meanwhile is asking once.

        A response answers what the conversation held when it began: when one has begun since this
        item came, be it the browser's own or voice detection's, there is nothing to ask for.
        `quietly`: in writing, and so is what a tool's output leads to, until somebody speaks.
        """
        if item_id is None:
            self._is_queued = True
        elif item_id not in self._answered:
            self._items.add(item_id)
            self._is_quiet = quietly

    @property
    def is_answering(self) -> bool:
        return bool(self._running) or self._is_asked or self._is_taken

    def hear(self, event: Event) -> None:
        kind = event["type"]
        if kind == "conversation.item.added":
            self._new.add(_id_of(event, "item"))
        elif kind == "response.created":
            self._begin(event)
        elif kind == "response.done":
            self._running.discard(_id_of(event, "response"))
            self._is_taken = False
        elif kind == "input_audio_buffer.committed":
            self._is_quiet = False
        elif kind == "error":
            self._refused(event)

    def due(self) -> Event | None:
        is_wanted = self._is_queued or self._items
        if not is_wanted or self._running or self._is_taken or self._is_asked:
            return None
        self._asked_for = (self._is_queued, self._items)
        self._is_queued, self._items, self._is_asked = False, set(), True
        self._asked = f"create_{uuid4().hex}"
        return {"type": "response.create", "event_id": self._asked, **self.manner}

    @property
    def manner(self) -> Event:
        """How responses are given just now."""
        return {"response": {"output_modalities": ["text"]}} if self._is_quiet else {}

    def _begin(self, event: Event) -> None:
        self._running.add(_id_of(event, "response"))
        self._is_asked = False
        if self._is_taken or _is_aside(event):
            return
        self._answered |= self._new
        self._new = set()
        self._items -= self._answered

    def _refused(self, event: Event) -> None:
        error = event.get("error")
        if not isinstance(error, dict) or not self._asked or error.get("event_id") != self._asked:
            return
        # Voice detection may start a response between our asking and its being heard; its
        # `response.created` looks like our answer, so that this counts although nothing is awaited.
        self._is_asked = False
        if error.get("code") == TAKEN:
            was_queued, items = self._asked_for
            self._is_taken = True
            self._is_queued |= was_queued
            self._items |= items - self._answered


def _id_of(event: Event, name: str) -> str:
    found = event.get(name)
    return str(found.get("id")) if isinstance(found, dict) else ""


def _is_aside(event: Event) -> bool:
    """A response out of band names no conversation, and a reminder answers nothing in it."""
    found = event.get("response")
    if not isinstance(found, dict):
        return False
    metadata = found.get("metadata")
    is_reminder = isinstance(metadata, dict) and metadata.get("parley") == "reminder"
    return is_reminder or found.get("conversation_id", "") is None
