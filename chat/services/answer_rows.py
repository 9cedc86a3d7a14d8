"""What of a classic answer becomes rows: its texts, its tool calls, and that it failed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chat.models import Message, RealtimeSession, ToolCall
from chat.provider.answer_events import Called
from chat.services.thread import Thread, writing_call

MAX_CALL_ID = 128
Role, Kind, Status = Message.Role, Message.Kind, Message.Status
SERVER = Message.CapturedBy.SERVER


def begin_text(session_id: UUID, row_id: UUID, text: str) -> None:
    """The row of a text, live from here on; one that failed without a word is used again."""
    with writing_call(session_id, None) as (thread, session):
        row = _row(thread, session, row_id)
        row.content = text
        row.status = Status.LIVE if session.is_open else Status.INTERRUPTED
        thread.change(row)


def keep_text(session_id: UUID, row_id: UUID, text: str) -> None:
    """The text so far, for tabs that come back; no revision, for the others hear it as it grows."""
    live = Message.objects.filter(pk=row_id, session=session_id, status=Status.LIVE)
    live.update(content=text)


def end_text(session_id: UUID, row_id: UUID, text: str, *, whole: bool) -> None:
    """What was said in all; not `whole` when it was stopped."""
    with writing_call(session_id, None) as (thread, session):
        row = _row(thread, session, row_id)
        if row.status != Status.DELETED:
            row.content = text
            row.status = Status.FINAL if whole else Status.INTERRUPTED
            thread.change(row)


def fail_text(session_id: UUID, row_id: UUID, text: str) -> None:
    """No more comes of it; its session says why."""
    with writing_call(session_id, None) as (thread, session):
        row = _row(thread, session, row_id)
        row.content, row.status = text, Status.FAILED
        thread.change(row)


def add_calls(session_id: UUID, called: Sequence[Called]) -> list[UUID]:
    """Rows of these tool calls; those to be run. Nothing when the answer was stopped meanwhile."""
    with writing_call(session_id, None) as (thread, session):
        if not session.is_open:
            return []
        known = set(session.tool_calls.values_list("call_id", flat=True))
        calls = [_call(thread, session, one, known) for one in called]
        ToolCall.objects.bulk_create(calls)
    return [call.pk for call in calls]


def _row(thread: Thread, session: RealtimeSession, row_id: UUID) -> Message:
    """Found, or made at the end."""
    found = thread.conversation.messages.filter(pk=row_id).first()
    if found:
        found.session = session
        return found
    return thread.insert(
        id=row_id,
        session=session,
        role=Role.ASSISTANT,
        kind=Kind.TEXT,
        status=Status.LIVE,
        captured_by=SERVER,
    )


def _call(thread: Thread, session: RealtimeSession, called: Called, known: set[str]) -> ToolCall:
    row = thread.insert(
        session=session,
        role=Role.TOOL,
        kind=Kind.TOOL,
        status=Status.LIVE,
        content=called.name[:MAX_CALL_ID],
        captured_by=SERVER,
    )
    # Some servers count the calls of each response from the beginning.
    call_id = called.call_id if called.call_id not in known else f"{called.call_id}_{len(known)}"
    known.add(call_id)
    return ToolCall(
        session=session,
        message=row,
        call_id=call_id[:MAX_CALL_ID],
        name=called.name[:MAX_CALL_ID],
        arguments_json=called.arguments,
        captured_by=SERVER,
    )
