"""The output items of one response as they are opened, filled and closed on the wire."""

import base64
from collections.abc import Iterator
from typing import Any

from engine.core import g711
from engine.core.audio_config import AudioFormat
from engine.core.conversation import Conversation
from engine.core.ids import new_id
from engine.core.items import Item, Part, assistant_message, function_call
from engine.core.outbox import Outbox
from engine.core.pcm import byte_offset

AUDIO_DELTA_BYTES = byte_offset(400)
# The part's wire name, and the events of its text, by the part's name inside an item.
PARTS = {
    "output_audio": ("audio", "transcript", "response.output_audio_transcript"),
    "output_text": ("text", "text", "response.output_text"),
}


class Output:
    """`conversation` is None for an out-of-band response."""

    def __init__(self, outbox: Outbox, conversation: Conversation | None) -> None:
        self.response_id = new_id("resp")
        self.items: list[Item] = []
        # As `response.output_item.done` showed them: a later truncation changes the item alone.
        self.shown: list[dict[str, Any]] = []
        self._outbox = outbox
        self._conversation = conversation
        self._open: Item | None = None
        self._words = ""

    @property
    def conversation_id(self) -> str | None:
        return self._conversation.id if self._conversation else None

    def text(self, words: str, kind: str, gap: str = " ") -> None:
        """More of the message, which is opened if need be; `kind` as inside items."""
        item, part = self._message(kind)
        _, field, event = PARTS[kind]
        delta = f"{gap}{words}" if self._words else words
        self._words += delta
        # A transcript that a truncation has taken away does not come back.
        if getattr(part, field) is not None:
            setattr(part, field, self._words)
        self._send(f"{event}.delta", item, content_index=0, delta=delta)

    def audio(self, pcm: bytes, on_wire: AudioFormat | None) -> str:
        """More sound of the message, whose id it gives; None where a track carries the sound."""
        item, part = self._message("output_audio")
        part.audio += pcm
        if on_wire is None:
            return item.id
        for chunk in _chunks(pcm):
            delta = base64.b64encode(g711.from_pcm(chunk, on_wire)).decode()
            self._send("response.output_audio.delta", item, content_index=0, delta=delta)
        return item.id

    def call(self, name: str, arguments: str) -> None:
        """A whole function call, after whatever was said before it."""
        self.close("completed")
        item = self._begin(function_call(new_id("item"), new_id("call"), name))
        call_id = item.fields["call_id"]
        event = "response.function_call_arguments"
        self._send(f"{event}.delta", item, call_id=call_id, delta=arguments)
        item.fields["arguments"] = arguments
        self._send(f"{event}.done", item, call_id=call_id, name=name, arguments=arguments)
        self._end(item, "completed")

    def close(self, status: str) -> None:
        """Close the open message, if there is one."""
        if self._open is None:
            return
        item, self._open = self._open, None
        part = item.content[0]
        wire_name, field, event = PARTS[part.type]
        if wire_name == "audio":
            self._send("response.output_audio.done", item, content_index=0)
        self._send(f"{event}.done", item, content_index=0, **{field: self._words})
        shown = {"type": wire_name, field: self._words}
        self._send("response.content_part.done", item, content_index=0, part=shown)
        self._end(item, status)

    def _message(self, kind: str) -> tuple[Item, Part]:
        if self._open is None:
            self._open = self._begin(assistant_message(new_id("item")))
            self._words = ""
            wire_name, field, _ = PARTS[kind]
            shown = {"type": wire_name, field: ""}
            self._send("response.content_part.added", self._open, content_index=0, part=shown)
            self._open.content = [Part(kind)]
            setattr(self._open.content[0], field, "")
        return self._open, self._open.content[0]

    def _begin(self, item: Item) -> Item:
        self.items.append(item)
        self._send_item("response.output_item.added", item)
        if self._conversation:
            self._conversation.add(item)
        return item

    def _end(self, item: Item, status: str) -> None:
        item.status = status
        if self._conversation:
            self._conversation.finish(item)
        self.shown.append(item.wire())
        self._send_item("response.output_item.done", item)

    def _send(self, kind: str, item: Item, **fields: Any) -> None:
        where = {"response_id": self.response_id, "item_id": item.id}
        self._outbox.send(kind, **where, output_index=self.items.index(item), **fields)

    def _send_item(self, kind: str, item: Item) -> None:
        index = self.items.index(item)
        self._outbox.send(kind, response_id=self.response_id, output_index=index, item=item.wire())


def _chunks(pcm: bytes) -> Iterator[bytes]:
    for start in range(0, len(pcm), AUDIO_DELTA_BYTES):
        yield pcm[start : start + AUDIO_DELTA_BYTES]
