"""Frames of the tab's socket (docs/tab-socket.md): what a browser may say, and how it is answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import msgspec
from msgspec import Meta

from chat.errors import InputRefused, Refusal
from chat.events import Id
from chat.json_input import parse
from chat.provider.answers import CallId

PROTOCOL = 1
MAX_BATCH = 100


class Watch(msgspec.Struct, tag="watch", frozen=True):
    conversation: UUID | None
    after_revision: Annotated[int, Meta(ge=0)] = 0


class Hold(msgspec.Struct, tag="hold", frozen=True):
    session: UUID


class NumberedEvent(msgspec.Struct, frozen=True):
    n: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    event: dict[str, Any]


class Relay(msgspec.Struct, tag="relay", frozen=True):
    session: UUID
    events: Annotated[list[NumberedEvent], Meta(min_length=1, max_length=MAX_BATCH)]


class Partial(msgspec.Struct, tag="partial", frozen=True):
    session: UUID
    item_id: Id
    role: Literal["user", "assistant", "tool"]
    content: str


class Call(msgspec.Struct, tag="call", frozen=True):
    session: UUID
    call_id: CallId


class Respond(msgspec.Struct, tag="respond", frozen=True):
    session: UUID
    item_id: Id | None = None
    quietly: bool = False


class Beat(msgspec.Struct, tag="beat", frozen=True):
    session: UUID | None = None


class Ran(msgspec.Struct, tag="ran", frozen=True):
    session: UUID
    call: UUID
    attempt: Annotated[int, Meta(ge=1, le=2**15 - 1)]
    success: bool
    message: Annotated[str, Meta(min_length=1, max_length=500)]
    result: dict[str, Any] | None = None


class Goodbye(msgspec.Struct, tag="goodbye", frozen=True):
    session: UUID


class Stay(msgspec.Struct, tag="stay", frozen=True):
    session: UUID


Frame = Watch | Hold | Relay | Partial | Call | Respond | Ran | Goodbye | Stay | Beat
TYPES = {kind.__struct_config__.tag for kind in get_args(Frame)}


def decode(text: str | bytes) -> Frame:
    """Raises InputRefused with a stable code."""
    found = parse(text)
    kind = found.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        raise InputRefused("unknown_type", "There is no frame of that type.")
    try:
        frame: Frame = msgspec.convert(found, Frame)
    except msgspec.ValidationError as error:
        raise InputRefused("bad_field", str(error)) from error
    return frame


def encode(kind: str, /, **fields: Any) -> str:
    return msgspec.json.encode({"type": kind, **fields}).decode()


def refusal(refused: Refusal, session: UUID | None = None, n: int | None = None) -> str:
    """The `error` frame: of a whole frame, or of the one event numbered `n`."""
    said = {"code": refused.code, "message": refused.message}
    return encode("error", **said, session=session, n=n)
