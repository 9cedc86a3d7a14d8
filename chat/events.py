"""What happens in a session, in our words. `chat/provider/wire.py` maps the provider's event names here."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[\w.:-]+\Z")]
Milliseconds = Annotated[int, Meta(ge=0, le=24 * 3600 * 1000)]


class Part(msgspec.Struct, frozen=True):
    """One content part of an item; audio bytes are never carried."""

    type: str = ""
    text: str | None = None
    transcript: str | None = None


class Item(msgspec.Struct, frozen=True):
    """A conversation item (protocol: section 3.2)."""

    id: Id
    type: str
    role: str | None = None
    status: str | None = None
    content: list[Part] = []
    name: Annotated[str, Meta(max_length=128)] | None = None
    call_id: Id | None = None
    arguments: str | None = None
    output: str | None = None

    @property
    def text(self) -> str:
        return "".join(part.text or part.transcript or "" for part in self.content)

    @property
    def is_spoken(self) -> bool:
        return any(part.type in {"input_audio", "output_audio", "audio"} for part in self.content)


class Event(msgspec.Struct, frozen=True):
    """Anything that the recorder hears."""


class SessionInfo(msgspec.Struct, frozen=True):
    id: Id | None = None
    expires_at: int | None = None
    model: str | None = None


class SessionOpened(Event, frozen=True):
    session: SessionInfo


class AudioCommitted(Event, frozen=True):
    item_id: Id
    previous_item_id: Id | None = None


class ItemAdded(Event, frozen=True):
    item: Item
    previous_item_id: Id | None = None


class ItemDone(Event, frozen=True):
    item: Item


class TranscriptCompleted(Event, frozen=True):
    item_id: Id
    transcript: str


class TranscriptFailed(Event, frozen=True):
    item_id: Id


class SpokenTextDone(Event, frozen=True):
    item_id: Id
    transcript: str


class WrittenTextDone(Event, frozen=True):
    item_id: Id
    text: str


class ItemTruncated(Event, frozen=True):
    item_id: Id
    audio_end_ms: Milliseconds


class ItemDeleted(Event, frozen=True):
    item_id: Id


class Made(msgspec.Struct, frozen=True):
    """An item that a response has made; its own events say what it is."""

    id: Id


class ResponseInfo(msgspec.Struct, frozen=True):
    id: Id
    status: str | None = None
    status_details: dict[str, Any] | None = None
    usage: dict[str, Any] | None = None
    output: list[Made] | None = None


class ResponseStarted(Event, frozen=True):
    response: ResponseInfo


class ResponseDone(Event, frozen=True):
    response: ResponseInfo

    @property
    def broken_items(self) -> list[str]:
        """What it had begun when it failed."""
        is_failed = self.response.status == "failed"
        return [item.id for item in self.response.output or []] if is_failed else []


class Problem(msgspec.Struct, frozen=True):
    type: str | None = None
    code: str | None = None
    message: str | None = None


class ProviderProblem(Event, frozen=True):
    error: Problem
