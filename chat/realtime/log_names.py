"""What rows and tool calls are named in an event log, and what the same are named here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chat.models import Conversation, Message

Line = dict[str, Any]


class LogNames:
    """Rows get fresh ids where a log is done again, and a replayed item goes by the row's own id."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._rows = rows  # own item id and digest, by sequence
        self._here: dict[str, str] = {}
        self._learned = 0

    def learn(self, conversation: Conversation) -> None:
        """The rows that have come since: the same place in the thread is the same row."""
        for row in conversation.messages.filter(sequence__gt=self._learned).in_order():
            if row.sequence <= len(self._rows):
                self._here[self._rows[row.sequence - 1][0]] = row.own_item_id
            self._learned = row.sequence

    def note(self, there: str, here: str) -> None:
        self._here[UUID(there).hex] = here

    def row(self, there: str, conversation: Conversation) -> Message | None:
        here = self._here.get(UUID(there).hex)
        return conversation.messages.filter(pk=here).first() if here else None

    def renamed(self, event: Line) -> Line:
        found = dict(event)
        for field in ("item_id", "previous_item_id"):
            if field in found:
                found[field] = self._of(found[field])
        if isinstance(item := found.get("item"), dict):
            found["item"] = item | {"id": self._of(item["id"])}
        return found

    def differing(self, here: list[str]) -> list[int]:
        """Sequences of the rows whose digest is another one than in the log."""
        there = [digest for _, digest in self._rows]
        longest = max(len(here), len(there))
        return [at + 1 for at in range(longest) if here[at : at + 1] != there[at : at + 1]]

    def _of(self, name: str | None) -> str | None:
        return self._here.get(name, name) if name else name
