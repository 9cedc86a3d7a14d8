"""A tab's events until they are acknowledged (static/js/call/unacknowledged.js), and what was acknowledged."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from tests.live.ledger import Told
from tests.live.marks.apps import NAME

FRAME_EVENTS = 100
Event = dict[str, Any]
HEARD = "conversation.item.input_audio_transcription.completed"
SPOKEN = "response.output_audio_transcript.done"


@dataclass(frozen=True)
class Numbered:
    n: int
    event: Event
    heard_at: float


class Outbox:
    """Outlives the tab that filled it, as IndexedDB does."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.told = Told(through={session: 0})
        self.waiting: list[Numbered] = []
        self.took_s: list[tuple[float, float]] = []  # when an event was heard; how long it took
        self._last = 0

    def add(self, event: Event) -> None:
        self._last += 1
        self.waiting.append(Numbered(self._last, event, time.monotonic()))

    @property
    def first(self) -> float:
        return self.waiting[0].n if self.waiting else float("inf")

    def frame(self) -> list[Event]:
        return [{"n": one.n, "event": one.event} for one in self.waiting[:FRAME_EVENTS]]

    def acknowledge(self, through: int) -> bool:
        """Whether that was news."""
        now = time.monotonic()
        count = sum(one.n <= through for one in self.waiting)
        for one in self.waiting[:count]:
            self.took_s.append((one.heard_at, now - one.heard_at))
            self._note(one.event)
        del self.waiting[:count]
        self.told.through[self.session] = max(self.told.through[self.session], through)
        return count > 0

    def _note(self, event: Event) -> None:
        """From now on these facts must be there for good."""
        kind = event["type"]
        if kind in {HEARD, SPOKEN}:
            self.told.items[event["item_id"]] = event["transcript"]
        elif kind == "conversation.item.done" and event["item"].get("name") == NAME:
            self.told.called.add(event["item"]["id"])
