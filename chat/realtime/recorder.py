"""Provider events become rows: one method for each class of event, for every ear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from chat import events
from chat.models import Message, RealtimeSession, ToolCall
from chat.services import tool_calls
from chat.services.thread import Thread

Role, Kind, Status = Message.Role, Message.Kind, Message.Status


class Recorder:
    """Applies events of one session to its locked thread. Applying an event twice changes nothing."""

    def __init__(self, thread: Thread, session: RealtimeSession, ear: str) -> None:
        self.thread = thread
        self.session = session
        self.ear = ear
        self.new_tool_calls: list[UUID] = []

    def apply(self, event: events.Event) -> None:
        METHODS[type(event)](self, event)

    def session_opened(self, event: events.SessionOpened) -> None:
        self.session.provider_session_id = event.session.id or self.session.provider_session_id
        if self.session.is_open:
            self.session.state = RealtimeSession.State.LIVE

    def audio_committed(self, event: events.AudioCommitted) -> None:
        row = self.thread.find(event.item_id)
        if row is None:
            self._place_predecessor(event.previous_item_id, event.item_id)
            self._insert(event.item_id, Role.USER, Kind.VOICE)
        elif row.role == Role.UNKNOWN and row.session_id == self.session.pk:
            self._fill(row, Role.USER, Kind.VOICE)

    def item_added(self, event: events.ItemAdded) -> None:
        item = event.item
        if item.type == "function_call_output":
            tool_calls.mark_delivered(self.session, item.id)
        elif _role_of(item):
            self._place(item, event.previous_item_id)

    def item_done(self, event: events.ItemDone) -> None:
        item = event.item
        if item.type == "function_call_output" or not _role_of(item):
            return
        row = self._place(item, None)
        if row is None or row.status == Status.DELETED:
            return
        if item.type == "function_call":
            self._call(row, item)
        elif row.role == Role.ASSISTANT:
            self._finish(row, item)

    def transcript_completed(self, event: events.TranscriptCompleted) -> None:
        if self.thread.find(event.item_id) is None:
            self._insert(event.item_id, Role.USER, Kind.VOICE)
        row = self._utterance(event.item_id)
        if row and row.status in {Status.LIVE, Status.UNHEARD, Status.FAILED}:
            row.role, row.kind = Role.USER, Kind.VOICE
            self._write(row, event.transcript.strip())
            row.status = Status.FINAL if row.content else Status.UNHEARD
            self.thread.change(row)

    def transcript_failed(self, event: events.TranscriptFailed) -> None:
        row = self._utterance(event.item_id)
        if row and row.status == Status.LIVE:
            row.status = Status.FAILED
            self.thread.change(row)

    def spoken_text_done(self, event: events.SpokenTextDone) -> None:
        self._text_done(event.item_id, event.transcript)

    def written_text_done(self, event: events.WrittenTextDone) -> None:
        self._text_done(event.item_id, event.text)

    def item_truncated(self, event: events.ItemTruncated) -> None:
        row = self._of_this_session(event.item_id)
        if row and row.role == Role.ASSISTANT and row.heard_ms != event.audio_end_ms:
            row.cut_at(event.audio_end_ms)
            self.thread.change(row)

    def item_deleted(self, event: events.ItemDeleted) -> None:
        row = self._of_this_session(event.item_id)
        if row:
            row.empty()
            self.thread.change(row)

    def nothing_to_store(self, event: events.Event) -> None:
        """Heard, and of no consequence for the rows: said by the item events, or by the page."""

    def _text_done(self, item_id: str, text: str) -> None:
        row = self._of_this_session(item_id)
        if row and row.role == Role.ASSISTANT and text and row.content != text:
            self._write(row, text)
            self.thread.change(row)

    def _finish(self, row: Message, item: events.Item) -> None:
        """The answer is whole, or cut short; also when the call was thought lost meanwhile."""
        before = (row.content, row.status)
        self._write(row, item.text)
        if row.heard_ms is None and row.status != Status.FINAL:
            row.status = Status.INTERRUPTED if item.status == "incomplete" else Status.FINAL
        if (row.content, row.status) != before:
            self.thread.change(row)

    def _write(self, row: Message, text: str) -> None:
        if text:
            row.content = text
            row.derive_heard()

    def _place(self, item: events.Item, previous: str | None) -> Message | None:
        """The item's row, made or filled when it is new; None for an echo of a replayed row."""
        row = self.thread.find(item.id)
        role = _role_of(item)
        if row is None:
            self._place_predecessor(previous, item.id)
            return self._insert(item.id, role, self._kind_of(item), _text_of(item))
        if row.session_id != self.session.pk:
            return None
        if row.role == Role.UNKNOWN:
            self._fill(row, role, self._kind_of(item), _text_of(item))
        return row

    def _place_predecessor(self, item_id: str | None, of: str) -> None:
        if not item_id or item_id == of or self.thread.find(item_id):
            return
        if not tool_calls.is_output(self.session, item_id):
            self._insert(item_id, Role.UNKNOWN, Kind.VOICE)

    def _insert(self, item_id: str, role: str, kind: str, content: str = "") -> Message:
        return self.thread.insert(
            session=self.session,
            item_id=item_id,
            role=role,
            kind=kind,
            content=content,
            status=_first_status(role, kind, content),
            captured_by=self.ear,
        )

    def _fill(self, row: Message, role: str, kind: str, content: str = "") -> None:
        row.role, row.kind, row.content = role, kind, content
        row.status = _first_status(role, kind, content)
        self.thread.change(row)

    def _kind_of(self, item: events.Item) -> str:
        if item.type == "function_call":
            return Kind.TOOL
        if item.role == Role.ASSISTANT and not item.content:
            return Kind.VOICE if self.session.output == "audio" else Kind.TEXT
        return Kind.VOICE if item.is_spoken else Kind.TEXT

    def _call(self, row: Message, item: events.Item) -> None:
        """Once for each call id; a call that is over runs no tools (it may be fenced)."""
        if ToolCall.objects.filter(session=self.session, call_id=item.call_id).exists():
            return
        if item.call_id and item.status != "incomplete" and self.session.is_open:
            made = tool_calls.make(self.session, row, item.call_id, item.arguments or "")
            self.new_tool_calls.append(made)
            row.status = Status.LIVE
            self.thread.change(row)
        elif row.status != Status.FAILED:
            row.status = Status.FAILED
            self.thread.change(row)

    def _utterance(self, item_id: str) -> Message | None:
        """What the person said: a transcript never overwrites an answer."""
        row = self._of_this_session(item_id)
        return row if row and row.role in {Role.USER, Role.UNKNOWN} else None

    def _of_this_session(self, item_id: str) -> Message | None:
        """What one session says of an item never touches a row of another, nor a deleted one."""
        row = self.thread.find(item_id)
        is_ours = row and row.session_id == self.session.pk and row.status != Status.DELETED
        return row if is_ours else None


METHODS: dict[type[events.Event], Callable[[Recorder, Any], None]] = {
    events.SessionOpened: Recorder.session_opened,
    events.AudioCommitted: Recorder.audio_committed,
    events.ItemAdded: Recorder.item_added,
    events.ItemDone: Recorder.item_done,
    events.TranscriptCompleted: Recorder.transcript_completed,
    events.TranscriptFailed: Recorder.transcript_failed,
    events.SpokenTextDone: Recorder.spoken_text_done,
    events.WrittenTextDone: Recorder.written_text_done,
    events.ItemTruncated: Recorder.item_truncated,
    events.ItemDeleted: Recorder.item_deleted,
    events.ResponseStarted: Recorder.nothing_to_store,
    events.ResponseDone: Recorder.nothing_to_store,
    events.ProviderProblem: Recorder.nothing_to_store,
}


def _role_of(item: events.Item) -> str:
    """The role of the row that stands for an item; empty for items that have no row."""
    if item.type == "function_call":
        return Role.TOOL
    return item.role if item.type == "message" and item.role in {"user", "assistant"} else ""


def _text_of(item: events.Item) -> str:
    return item.name or "" if item.type == "function_call" else item.text


def _first_status(role: str, kind: str, content: str) -> str:
    typed = role == Role.USER and kind == Kind.TEXT and content
    return Status.FINAL if typed else Status.LIVE
