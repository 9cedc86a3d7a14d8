"""The default conversation: its items in order, and the events that tell of them."""

from engine.core import errors
from engine.core.ids import new_id
from engine.core.items import Item
from engine.core.outbox import Outbox
from engine.core.pcm import byte_offset

FIRST = "root"
# Clients fetch audio soon after it was said; an hour of it must not stay in memory.
KEPT_AUDIO_BYTES = 32 * 1024 * 1024


class Conversation:
    def __init__(self, outbox: Outbox, largest_event_bytes: int | None) -> None:
        self.id = new_id("conv")
        self.items: list[Item] = []
        self._outbox = outbox
        self._largest_event_bytes = largest_event_bytes

    @property
    def last_id(self) -> str | None:
        return self.items[-1].id if self.items else None

    def create(self, item: Item, after: str | None) -> None:
        """A client's item, which enters whole."""
        if self.has(item.id):
            message = f"Item with id '{item.id}' already exists."
            raise errors.ProtocolError(message, "item_create_duplicate_id", "item.id")
        self._check_call(item)
        self.add(item, self._position(after))
        self.finish(item)

    def add(self, item: Item, position: int | None = None) -> None:
        position = len(self.items) if position is None else position
        self.items.insert(position, item)
        self._tell("conversation.item.added", item)
        self._forget_old_audio()

    def finish(self, item: Item) -> None:
        """The item will not change any more, except by truncation."""
        self._tell("conversation.item.done", item)

    def has(self, item_id: str) -> bool:
        return any(item.id == item_id for item in self.items)

    def find(self, item_id: str) -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        message = f"Item with id '{item_id}' not found."
        raise errors.ProtocolError(message, "item_not_found", "item_id")

    def retrieve(self, item_id: str) -> None:
        item = self._find_to_retrieve(item_id)
        shown = item.wire(with_audio=self._audio_fits(item))
        self._outbox.send("conversation.item.retrieved", item=shown)

    def delete(self, item_id: str) -> None:
        self.items.remove(self.find(item_id))
        self._outbox.send("conversation.item.deleted", item_id=item_id)

    def truncate(self, item_id: str, content_index: int, audio_end_ms: int) -> None:
        """Cut an answer to what was heard; its transcript goes, as nobody knows how far it was."""
        item = self.find(item_id)
        part = item.content[content_index] if 0 <= content_index < len(item.content) else None
        if part is None or part.type != "output_audio":
            message = "Only model output audio messages can be truncated"
            raise errors.ProtocolError(message, "unsupported_content_type", "item_id")
        if audio_end_ms > part.audio_ms:
            message = f"Audio content of {part.audio_ms}ms is already shorter than {audio_end_ms}ms"
            raise errors.ProtocolError(message, "invalid_value", "audio_end_ms")
        part.audio = part.audio[: byte_offset(audio_end_ms)]
        part.transcript = None
        self._outbox.send(
            "conversation.item.truncated",
            item_id=item_id,
            content_index=content_index,
            audio_end_ms=audio_end_ms,
        )

    def _find_to_retrieve(self, item_id: str) -> Item:
        try:
            return self.find(item_id)
        except errors.ProtocolError as error:
            # The live service names this one case differently (recorded by a client).
            error.code = "item_retrieve_invalid_item_id"
            raise

    def _audio_fits(self, item: Item) -> bool:
        if self._largest_event_bytes is None:
            return True
        audio = item.audio_part()
        return audio is None or len(audio.audio) * 4 // 3 + 4096 <= self._largest_event_bytes

    def _check_call(self, item: Item) -> None:
        if item.type != "function_call_output":
            return
        calls = (known for known in self.items if known.type == "function_call")
        if all(call.fields["call_id"] != item.fields["call_id"] for call in calls):
            message = f"Tool call ID '{item.fields['call_id']}' not found in conversation."
            raise errors.ProtocolError(message, "invalid_tool_call_id", "item.call_id")

    def _position(self, after: str | None) -> int:
        if after is None:
            return len(self.items)
        return 0 if after == FIRST else self.items.index(self._find_previous(after)) + 1

    def _find_previous(self, item_id: str) -> Item:
        try:
            return self.find(item_id)
        except errors.ProtocolError as error:
            error.param = "previous_item_id"
            raise

    def _tell(self, kind: str, item: Item) -> None:
        # An item deleted while it was still being spoken has no place in the chain.
        position = self.items.index(item) if item in self.items else 0
        previous = self.items[position - 1].id if position else None
        self._outbox.send(kind, previous_item_id=previous, item=item.wire())

    def _forget_old_audio(self) -> None:
        kept = 0
        for item in reversed(self.items):
            part = item.audio_part()
            kept += len(part.audio) if part else 0
            if part and kept > KEPT_AUDIO_BYTES:
                part.audio = b""
