"""When the model is asked to say that something takes a while: once, in a silence. No I/O."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from chat.realtime.response_gate import TAKEN
from chat.services.reminders import Reminder

Event = dict[str, Any]

BEGINS = {
    "input_audio_buffer.speech_started": "listening",
    "output_audio_buffer.started": "playing",
}
ENDS = {
    "input_audio_buffer.speech_stopped": "listening",
    "input_audio_buffer.committed": "listening",
    "output_audio_buffer.stopped": "playing",
    "output_audio_buffer.cleared": "playing",
}
# What breaks a silence without lasting.
STIRS = {"response.created", "response.done", "conversation.item.added"}


class Reminding:
    """Feed it what is heard; `due` gives the one event that may be sent now."""

    def __init__(self) -> None:
        self._pending: list[Reminder] = []
        self._busy: set[str] = set()
        self._silent_since = 0.0
        self._asked: tuple[str, Reminder] | None = None
        self._is_asked = False  # and nothing has come of it yet

    def add(self, reminder: Reminder, now: float) -> None:
        if not self._pending:
            self._silent_since = now
        self._pending.append(reminder)

    def hear(self, event: Event, now: float) -> None:
        kind = event["type"]
        if kind in BEGINS:
            self._busy.add(BEGINS[kind])
        elif kind in ENDS:
            self._busy.discard(ENDS[kind])
        if kind in BEGINS or kind in ENDS or kind in STIRS:
            self._silent_since = now
        if kind == "response.created":
            self._is_asked = False
        elif kind == "conversation.item.added":
            self._drop(event.get("item"))
        elif kind == "error":
            self._refused(event.get("error"))

    def due(self, now: float, manner: Event) -> Event | None:
        """While no response runs; `manner`: how they are given just now (in writing only)."""
        if self._busy or self._is_asked:
            return None
        silent_s = now - self._silent_since
        found = next((one for one in self._pending if silent_s >= one.after_s), None)
        if found is None:
            return None
        self._pending.remove(found)
        self._asked, self._is_asked = (f"remind_{uuid4().hex}", found), True
        response = {**found.response, **manner.get("response", {})}
        return {"type": "response.create", "event_id": self._asked[0], "response": response}

    def _drop(self, item: object) -> None:
        """Its output is there: nobody need say that it is not."""
        if isinstance(item, dict) and item.get("type") == "function_call_output":
            answered = item.get("call_id")
            self._pending = [one for one in self._pending if one.call_id != answered]

    def _refused(self, error: object) -> None:
        if self._asked and isinstance(error, dict) and error.get("event_id") == self._asked[0]:
            if error.get("code") == TAKEN:
                self._pending.append(self._asked[1])
            self._asked, self._is_asked = None, False
