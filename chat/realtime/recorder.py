"""Provider events become rows: one method for each class of event, for every ear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from chat import events
from chat.models import Message, RealtimeSession
from chat.realtime.authority import Authority
from chat.realtime.function_calls import FunctionCalls
from chat.services.thread import Thread

Role, Kind, Status = Message.Role, Message.Kind, Message.Status
Said = tuple[str, str, str]  # role, kind, content
UTTERANCE: Said = (Role.USER, Kind.VOICE, "")
PLACEHOLDER: Said = (Role.UNKNOWN, Kind.VOICE, "")
# How an answer ended is said once.
ENDED = {Status.FINAL, Status.FAILED}
# What shows that somebody is there: a call without it is ended as idle.
ACTIVITY = (
    events.AudioCommitted,
    events.TranscriptCompleted,
    events.ItemAdded,
    events.ItemDone,
    events.ResponseDone,
)


class Recorder:
    """Applies events of one session to its locked thread. Applying an event twice changes nothing."""

    def __init__(self, thread: Thread, authority: Authority, calls: FunctionCalls) -> None:
        self.thread = thread
        self.authority = authority
        self.session = authority.session
        self.calls = calls

    def apply(self, event: events.Event) -> None:
        METHODS[type(event)](self, event)
        if isinstance(event, ACTIVITY) and self.authority.may_say_of_session:
            self.session.last_active_at = timezone.now()

    def session_opened(self, event: events.SessionOpened) -> None:
        if self.authority.may_say_of_session or not self.session.provider_session_id:
            self.session.provider_session_id = event.session.id or self.session.provider_session_id
        if self.session.is_open:
            self.session.state = RealtimeSession.State.LIVE

    def audio_committed(self, event: events.AudioCommitted) -> None:
        row = self.thread.find(event.item_id)
        if row is None:
            self._insert(event.item_id, event.previous_item_id, UTTERANCE)
        else:
            self._begin(row, event.item_id, UTTERANCE)

    def item_added(self, event: events.ItemAdded) -> None:
        item = event.item
        if item.type == "function_call_output":
            self.calls.deliver(item.id)
        elif _role_of(item):
            self._place(item, event.previous_item_id)

    def item_done(self, event: events.ItemDone) -> None:
        item = event.item
        row = self._place(item, None) if _role_of(item) else None
        if row is None:
            return
        if item.type == "function_call" and row.role == Role.TOOL:
            self._call(row, item)
        elif row.role == Role.ASSISTANT == item.role:
            self._finish(row, item)

    def transcript_completed(self, event: events.TranscriptCompleted) -> None:
        row = self.thread.find(event.item_id)
        if row is None:
            row = self._insert(event.item_id, None, UTTERANCE)
        if not self._is_utterance(row, event.item_id):
            return
        self.authority.take(row)
        if row.status in {Status.LIVE, Status.UNHEARD, Status.FAILED}:
            row.role, row.kind = Role.USER, Kind.VOICE
            row.write(event.transcript.strip())
            row.status = Status.FINAL if row.content else Status.UNHEARD
            self.thread.change(row)

    def transcript_failed(self, event: events.TranscriptFailed) -> None:
        row = self.thread.find(event.item_id)
        if row is None or not self._is_utterance(row, event.item_id):
            return
        self.authority.take(row)
        if row.status == Status.LIVE:
            row.status = Status.FAILED
            self.thread.change(row)

    def spoken_text_done(self, event: events.SpokenTextDone) -> None:
        self._text_done(event.item_id, event.transcript)

    def written_text_done(self, event: events.WrittenTextDone) -> None:
        self._text_done(event.item_id, event.text)

    def item_truncated(self, event: events.ItemTruncated) -> None:
        row = self.thread.find(event.item_id)
        if row is None or row.role != Role.ASSISTANT:
            return
        if self.authority.may_write(row, event.item_id):
            is_taken = self.authority.take(row)
            if is_taken or row.heard_ms != event.audio_end_ms:
                row.cut_at(event.audio_end_ms)
                self.thread.change(row)

    def item_deleted(self, event: events.ItemDeleted) -> None:
        row = self.thread.find(event.item_id)
        if row and self.authority.may_write(row, event.item_id):
            self.authority.take(row)
            row.empty()
            self.thread.change(row)

    def response_done(self, event: events.ResponseDone) -> None:
        """An answer that failed says so; one that was interrupted before it did keeps what was heard."""
        for item_id in event.broken_items:
            row = self.thread.find(item_id)
            if row is None or row.role != Role.ASSISTANT or row.heard_ms is not None:
                continue
            if row.status != Status.FAILED and self.authority.may_write(row, item_id):
                self.authority.take(row)
                row.status = Status.FAILED
                self.thread.change(row)

    def nothing_to_store(self, event: events.Event) -> None:
        """Heard, and of no consequence for the rows: said by the item events, or by the page."""

    def _text_done(self, item_id: str, text: str) -> None:
        row = self.thread.find(item_id)
        if row is None or row.role != Role.ASSISTANT or not text:
            return
        if self.authority.may_write(row, item_id):
            is_taken = self.authority.take(row)
            if is_taken or row.content != text:
                row.write(text)
                self.thread.change(row)

    def _finish(self, row: Message, item: events.Item) -> None:
        """The answer is whole, or cut short; also when the call was thought lost meanwhile."""
        if not self.authority.may_write(row, item.id):
            return
        before = (row.content, row.status, row.kind)
        is_taken = self.authority.take(row)
        row.write(item.text)
        if item.content:  # in a spoken call some answers are written
            row.kind = self._kind_of(item)
        if row.heard_ms is None and (is_taken or row.status not in ENDED):
            row.status = Status.INTERRUPTED if item.status == "incomplete" else Status.FINAL
        if is_taken or (row.content, row.status, row.kind) != before:
            self.thread.change(row)

    def _call(self, row: Message, item: events.Item) -> None:
        """Once for each call id; a call that is over runs no tools (it may be fenced)."""
        if self.calls.hear_again(row, item):
            return
        is_whole = bool(item.call_id and item.status != "incomplete" and self.session.is_open)
        status = Status.LIVE if is_whole else Status.FAILED
        differs = row.status != status and self.authority.may_write(row, item.id)
        if differs:
            row.status = status
        if is_whole:
            self.calls.make(row, item)
        if is_whole or differs:
            self.thread.change(row)

    def _place(self, item: events.Item, previous: str | None) -> Message | None:
        """The item's row, made or filled when it is new; None for an echo of a replayed row."""
        row = self.thread.find(item.id)
        said = (_role_of(item), self._kind_of(item), _text_of(item))
        if row is None:
            return self._insert(item.id, previous, said)
        if not self.authority.is_ours(row, item.id):
            return None
        self._begin(row, item.id, said)
        return row

    def _insert(self, item_id: str, previous: str | None, said: Said) -> Message:
        """A new row, after the place of its predecessor when that was never heard of."""
        if previous and previous != item_id and not self._is_placed(previous):
            self.thread.refuse_when_full(2)
            self._new(previous, PLACEHOLDER)
        return self._new(item_id, said)

    def _is_placed(self, item_id: str) -> bool:
        """The item of a call's answer has no row of its own."""
        return self.thread.find(item_id) is not None or self.calls.is_output(item_id)

    def _new(self, item_id: str, said: Said) -> Message:
        role, kind, content = said
        return self.thread.insert(
            session=self.session,
            item_id=item_id,
            role=role,
            kind=kind,
            content=content,
            status=Message.first_status(role, kind, content),
            captured_by=self.authority.ear,
        )

    def _begin(self, row: Message, item_id: str, said: Said) -> None:
        """Fill a placeholder; what a claim got wrong is put right by the server's ear."""
        is_placeholder = row.role == Role.UNKNOWN and self.authority.may_write(row, item_id)
        if is_placeholder or self.authority.must_correct(row, said):
            row.session, row.captured_by = self.session, self.authority.ear
            row.begin(*said)
            self.thread.change(row)

    def _kind_of(self, item: events.Item) -> str:
        if item.type == "function_call":
            return Kind.TOOL
        if item.role == Role.ASSISTANT and not item.content:
            return Kind.VOICE if self.session.output == "audio" else Kind.TEXT
        return Kind.VOICE if item.is_spoken else Kind.TEXT

    def _is_utterance(self, row: Message, item_id: str) -> bool:
        """What the person said: a transcript never overwrites an answer."""
        is_said = row.role in {Role.USER, Role.UNKNOWN} or self.authority.outranks(row)
        return is_said and self.authority.may_write(row, item_id)


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
    events.ResponseDone: Recorder.response_done,
    events.ProviderProblem: Recorder.nothing_to_store,
}


def _role_of(item: events.Item) -> str:
    """The role of the row that stands for an item; empty for items that have no row."""
    if item.type == "function_call":
        return Role.TOOL
    return item.role if item.type == "message" and item.role in {"user", "assistant"} else ""


def _text_of(item: events.Item) -> str:
    return item.name or "" if item.type == "function_call" else item.text
