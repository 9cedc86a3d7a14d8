"""The event log of a conversation's calls: keep it, give it as JSONL (docs/export.md), sweep it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from chat.models import Conversation, EventLogEntry, Message, RealtimeSession, ToolCall, statements
from chat.models.event_log import pack
from chat.services import exports
from chat.services.thread import Thread

FORMAT = 1
CHUNK = 200
CALLS_SWEPT_AT_ONCE = 200

Ear = EventLogEntry.Ear
Line = dict[str, Any]
Numbered = tuple[int, dict[str, Any]]


def is_kept() -> bool:
    return settings.EVENT_LOG_DAYS > 0


def note(thread: Thread, session: RealtimeSession, ear: str, heard: list[Numbered]) -> None:
    """What is about to be recorded; kept when the thread closes."""
    if heard and is_kept():
        thread.log(_entry(session, ear, thread.conversation.last_sequence, heard))


def note_checkpoint(session: RealtimeSession, item_id: str, content: str) -> None:
    """Growing text that was kept in its row: a call that breaks off leaves it there."""
    if is_kept():
        event = {"item_id": item_id, "content": content}
        statements.log([_entry(session, Ear.CHECKPOINT, 0, [(0, event)])])


def sweep() -> int:
    """Delete what was kept long enough; the number of entries."""
    expired = EventLogEntry.objects.expired(settings.EVENT_LOG_DAYS)
    calls = list(expired.values_list("session", flat=True).distinct()[:CALLS_SWEPT_AT_ONCE])
    deleted, _ = EventLogEntry.objects.filter(session__in=calls).delete()
    return deleted


def jsonl(conversation: Conversation, session_id: UUID | None = None) -> Iterator[str]:
    """The log of all calls, or of one: then what others said stands in it as it is stored."""
    for line in _Composer(conversation, session_id).lines():
        yield msgspec.json.encode(line).decode() + "\n"


def digest(message: Message) -> str:
    """Equal for rows that say the same, whichever conversation they are in."""
    fields = ("role", "kind", "status", "content", "heard_ms", "heard", "item_id", "captured_by")
    told = [getattr(message, name) for name in fields]
    call: ToolCall | None = getattr(message, "tool_call", None)
    if call:
        state = call.state if call.is_finished else None
        told += [call.call_id, call.name, call.arguments_json, call.captured_by, state, call.output]
    return sha256(msgspec.json.encode(told)).hexdigest()[:16]


class _Composer:
    """Puts what was heard, typed and answered by tools into the order in which it came."""

    def __init__(self, conversation: Conversation, session_id: UUID | None) -> None:
        mine = EventLogEntry.objects.filter(session__conversation=conversation)
        self._conversation = conversation
        self._entries = mine.filter(session=session_id) if session_id else mine
        self._rows = list(conversation.messages.in_order().select_related("tool_call"))
        self._calls = {one.pk: one for one in conversation.sessions.all()}
        logged = {session_id} if session_id else EventLogEntry.objects.calls_of(conversation)
        self._given = deque(row for row in self._rows if _is_given(row, logged))
        self._answers = deque(_answers(self._rows, logged))
        self._named: set[UUID] = set()

    def lines(self) -> Iterator[Line]:
        yield self._head()
        for entry in self._entries.order_by("pk").iterator(CHUNK):
            yield from self._rows_through(entry.after_sequence)
            while self._answers and self._answers[0][0] < entry.at:
                yield _answer(self._answers.popleft()[1])
            yield from self._call(entry.session_id)
            yield from _heard(entry)
        yield from self._rows_through(len(self._rows))
        yield from (_answer(call) for _, call in self._answers)

    def _head(self) -> Line:
        rows = [[row.own_item_id, digest(row)] for row in self._rows]
        about = {"conversation": self._conversation.pk, "title": self._conversation.title}
        return {"type": "event_log", "format": FORMAT, **about, "rows": rows}

    def _rows_through(self, sequence: int) -> Iterator[Line]:
        while self._given and self._given[0].sequence <= sequence:
            row = self._given.popleft()
            yield from self._call(row.session_id)
            yield {"type": "message", **exports.told(row), **_tool_of(row)}
            if hasattr(row, "tool_call") and row.tool_call.finished_at:
                yield _answer(row.tool_call)

    def _call(self, session_id: UUID | None) -> Iterator[Line]:
        """Who is named for the first time."""
        if session_id is None or session_id in self._named:
            return
        self._named.add(session_id)
        fields = ("transport", "setup", "output", "model", "voice", "provider_session_id")
        call = self._calls[session_id]
        told = {name: getattr(call, name) for name in (*fields, "started_at", "ended_at")}
        yield {"type": "call", "session": session_id, **told, "end_reason": call.end_reason}


def _entry(
    session: RealtimeSession, ear: str, after_sequence: int, heard: list[Numbered]
) -> EventLogEntry:
    packed, size = pack(heard)
    return EventLogEntry(
        session_id=session.pk,
        ear=ear,
        after_sequence=after_sequence,
        is_open=session.is_open,
        is_attached=session.is_attached,
        packed=packed,
        total=size,
    )


def _is_given(row: Message, logged: Collection[UUID]) -> bool:
    """No event of this log has made it: typed, said by Parley itself, or in a call without a log."""
    return row.session_id not in logged or row.role == Message.Role.SYSTEM


def _answers(rows: list[Message], logged: Collection[UUID]) -> list[tuple[datetime, ToolCall]]:
    """What tools answered in these calls, and when, in that order."""
    calls = [row.tool_call for row in rows if hasattr(row, "tool_call")]
    ours = [call for call in calls if call.session_id in logged]
    done = [(call.finished_at, call) for call in ours if call.finished_at]
    return sorted(done, key=lambda one: one[0])


def _heard(entry: EventLogEntry) -> Iterator[Line]:
    how = {"ear": entry.ear, "at": entry.at, "open": entry.is_open, "attached": entry.is_attached}
    for number, event in entry.events:
        numbered = {"n": number} if entry.ear == Ear.BROWSER else {}
        yield {"type": "event", "session": entry.session_id, **how, **numbered, "event": event}


def _tool_of(row: Message) -> Line:
    if not hasattr(row, "tool_call"):
        return {}
    fields = ("call_id", "name", "arguments_json", "captured_by")
    return {"tool": {name: getattr(row.tool_call, name) for name in fields}}


def _answer(call: ToolCall) -> Line:
    fields = ("id", "call_id", "state", "output", "finished_at")
    told = {name: getattr(call, name) for name in fields}
    return {"type": "tool", "session": call.session_id, **told}
