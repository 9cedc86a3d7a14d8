"""The tool calls that a batch of events names: found at once, made once, saved at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from chat import events
from chat.models import Message, RealtimeSession, ToolCall, statements
from chat.models.message import own_id
from chat.services.thread import Thread

Ear = Message.CapturedBy


class FunctionCalls:
    """A browser's call is a claim while the server hears the session: it waits to be confirmed."""

    def __init__(self, thread: Thread, session: RealtimeSession, ear: str) -> None:
        self.thread = thread
        self.session = session
        self.ear = ear
        self._by_call_id: dict[str, ToolCall] = {}
        self._by_row: dict[UUID, ToolCall] = {}
        self._outputs: dict[str, ToolCall] = {}
        self._new: list[ToolCall] = []
        self._confirmed: list[UUID] = []
        self._delivered: list[UUID] = []

    def load(self, heard: Iterable[events.Event], item_ids: Collection[str]) -> None:
        """After the thread's rows; no query when no event can name a call."""
        named = [event.item for event in heard if isinstance(event, events.ItemDone)]
        named = [item for item in named if item.type == "function_call"]
        outputs = [found for found in map(own_id, item_ids) if found]
        if not (named or outputs):
            return
        rows = [row.pk for row in (self.thread.find(item.id) for item in named) if row]
        call_ids = [item.call_id for item in named if item.call_id]
        for call in statements.tool_calls_of(self.session, call_ids, rows, outputs):
            self._remember(call)

    def is_output(self, item_id: str) -> bool:
        return item_id in self._outputs

    def deliver(self, item_id: str) -> None:
        """The provider has the output (`conversation.item.added` of its fixed id), in any session."""
        if item_id in self._outputs:
            self._delivered.append(self._outputs[item_id].pk)

    def hear_again(self, row: Message, item: events.Item) -> bool:
        """True when the call was made before; the server's ear confirms what was only claimed."""
        known = self._by_call_id.get(item.call_id or "")
        if known is None:
            other = self._by_row.get(row.pk)
            return other is not None and self.ear in {Ear.BROWSER, other.captured_by}
        if self.ear == Ear.SERVER and known.captured_by == Ear.BROWSER:
            self._confirm(known, row, item)
        return True

    def make(self, row: Message, item: events.Item) -> None:
        self._displace(row)
        call = ToolCall(
            session=self.session,
            message=row,
            call_id=item.call_id or "",
            name=row.content,
            arguments_json=item.arguments or "",
            captured_by=self.ear,
        )
        self._new.append(call)
        self._remember(call)

    def close(self) -> list[UUID]:
        """Save; gives those that are to be run."""
        if self._new:
            ToolCall.objects.bulk_create(self._new)
        if self._delivered:
            ToolCall.objects.delivered(self._delivered)
        if self.ear == Ear.BROWSER and self.session.is_attached:
            return []
        return [*(call.pk for call in self._new), *self._confirmed]

    def _confirm(self, known: ToolCall, row: Message, item: events.Item) -> None:
        """One that has run already stays as it ran."""
        if known.message_id != row.pk:
            self._displace(row)
        known.message, known.captured_by = row, Ear.SERVER
        if ToolCall.objects.confirm(known, row.content, item.arguments or ""):
            self._confirmed.append(known.pk)
        if known.is_finished and row.status == Message.Status.LIVE:
            row.status = known.row_status  # no end of its tool will say so
            self.thread.change(row)

    def _displace(self, row: Message) -> None:
        """A claim has put another call on the server's row: it keeps a row of its own."""
        claimed = self._by_row.pop(row.pk, None)
        if claimed:
            own = self.thread.insert(
                session=self.session,
                role=Message.Role.TOOL,
                kind=Message.Kind.TOOL,
                content=claimed.name,
                status=claimed.row_status,
                captured_by=Ear.BROWSER,
            )
            ToolCall.objects.filter(pk=claimed.pk).update(message_id=own.pk)

    def _remember(self, call: ToolCall) -> None:
        if call.session_id == self.session.pk:
            self._by_call_id[call.call_id] = call
        self._by_row[call.message_id] = call
        self._outputs[call.output_item_id] = call
