"""The eleven client events: their fields, and which verb of the session each one means."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from engine.core import errors
from engine.core.audio_config import Strict

if TYPE_CHECKING:
    from engine.core.session import Session

EventId = Annotated[str, Meta(max_length=512)] | None
Dotted = dict[str, Any]


class SessionUpdate(Strict, tag="session.update", tag_field="type"):
    session: Dotted
    event_id: EventId = None


class Append(Strict, tag="input_audio_buffer.append", tag_field="type"):
    audio: str
    event_id: EventId = None


class Commit(Strict, tag="input_audio_buffer.commit", tag_field="type"):
    event_id: EventId = None


class Clear(Strict, tag="input_audio_buffer.clear", tag_field="type"):
    event_id: EventId = None


class ItemCreate(Strict, tag="conversation.item.create", tag_field="type"):
    item: Dotted
    previous_item_id: str | None = None
    event_id: EventId = None


class ItemRetrieve(Strict, tag="conversation.item.retrieve", tag_field="type"):
    item_id: str
    event_id: EventId = None


class ItemTruncate(Strict, tag="conversation.item.truncate", tag_field="type"):
    item_id: str
    content_index: int
    audio_end_ms: Annotated[int, Meta(ge=0)]
    event_id: EventId = None


class ItemDelete(Strict, tag="conversation.item.delete", tag_field="type"):
    item_id: str
    event_id: EventId = None


class ResponseCreate(Strict, tag="response.create", tag_field="type"):
    response: Dotted | None = None
    event_id: EventId = None


class ResponseCancel(Strict, tag="response.cancel", tag_field="type"):
    response_id: str | None = None
    event_id: EventId = None


class OutputClear(Strict, tag="output_audio_buffer.clear", tag_field="type"):
    event_id: EventId = None


Verb = Callable[["Session", Any], None]
VERBS: dict[str, tuple[type[Strict], Verb]] = {
    "session.update": (SessionUpdate, lambda to, event: to.update(event.session)),
    "input_audio_buffer.append": (Append, lambda to, event: to.append(event.audio)),
    "input_audio_buffer.commit": (Commit, lambda to, event: to.commit()),
    "input_audio_buffer.clear": (Clear, lambda to, event: to.clear()),
    "conversation.item.create": (
        ItemCreate,
        lambda to, event: to.create_item(event.item, event.previous_item_id),
    ),
    "conversation.item.retrieve": (
        ItemRetrieve,
        lambda to, event: to.retrieve_item(event.item_id),
    ),
    "conversation.item.truncate": (
        ItemTruncate,
        lambda to, event: to.truncate_item(event.item_id, event.content_index, event.audio_end_ms),
    ),
    "conversation.item.delete": (ItemDelete, lambda to, event: to.delete_item(event.item_id)),
    "response.create": (ResponseCreate, lambda to, event: to.create_response(event.response)),
    "response.cancel": (ResponseCancel, lambda to, event: to.cancel(event.response_id)),
    "output_audio_buffer.clear": (OutputClear, lambda to, event: to.clear_output()),
}


def parse(text: str | bytes) -> Dotted:
    """One text frame as an object, or a ProtocolError."""
    if isinstance(text, bytes):
        raise errors.ProtocolError("Events must be sent as text frames.", "invalid_event")
    try:
        event = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        raise errors.ProtocolError("The event is not valid JSON.", "invalid_json") from error
    if not isinstance(event, dict) or "type" not in event:
        raise errors.ProtocolError("The event has no 'type'.", "invalid_event", "type")
    return event


def perform(session: "Session", event: Dotted) -> None:
    kind = event["type"]
    if not isinstance(kind, str) or kind not in VERBS:
        supported = ", ".join(f"'{name}'" for name in VERBS)
        message = f"Invalid value: '{kind}'. Supported values are: {supported}."
        raise errors.ProtocolError(message, "invalid_value", "type")
    shape, verb = VERBS[kind]
    try:
        checked = msgspec.convert(event, shape)
    except msgspec.ValidationError as error:
        raise errors.from_validation(error, "") from error
    verb(session, checked)
