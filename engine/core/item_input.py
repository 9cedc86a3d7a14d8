"""Checks the items that clients create and turns them into our own."""

import base64
import binascii
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from engine.core import errors
from engine.core.audio_config import Strict
from engine.core.ids import new_id
from engine.core.items import Item, Part

LONGEST_ID = 128
ALLOWED_PARTS = {
    "user": ("input_text", "input_audio", "input_image"),
    "assistant": ("output_text",),
    "system": ("input_text",),
}
# The beta vocabulary is read, never written.
OLDER_NAMES = {("user", "text"): "input_text", ("system", "text"): "input_text"}
OLDER_NAMES[("assistant", "text")] = "output_text"


class _Part(Strict):
    type: str
    text: str | UnsetType = UNSET
    audio: str | None = None
    transcript: str | None = None
    image_url: str | None = None
    detail: Literal["auto", "low", "high"] | None = None


class _Common(Strict):
    id: str | None = None
    object: Literal["realtime.item"] | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None


class _Message(_Common, tag="message", tag_field="type", kw_only=True):
    role: Literal["user", "assistant", "system"]
    content: list[_Part]


class _FunctionCall(_Common, tag="function_call", tag_field="type", kw_only=True):
    name: str
    arguments: str
    call_id: str | None = None


class _FunctionCallOutput(_Common, tag="function_call_output", tag_field="type", kw_only=True):
    call_id: str
    output: str


def read(wanted: object, path: str = "item") -> Item:
    """The item a client asked for, or a ProtocolError naming the bad field."""
    if not isinstance(wanted, dict):
        raise errors.missing(path)
    try:
        given = msgspec.convert(wanted, _Message | _FunctionCall | _FunctionCallOutput)
    except msgspec.ValidationError as error:
        raise errors.from_validation(error, path) from error
    item_id = _item_id(given.id, path)
    if isinstance(given, _Message):
        return _message(item_id, given, path)
    return Item(item_id, str(wanted["type"]), given.status or "completed", fields=_fields(given))


def _item_id(wanted: str | None, path: str) -> str:
    if wanted is not None and not 1 <= len(wanted) <= LONGEST_ID:
        raise errors.invalid(f"{path}.id", f"Expected 1 to {LONGEST_ID} characters.")
    return wanted or new_id("item")


def _fields(given: _FunctionCall | _FunctionCallOutput) -> dict[str, Any]:
    if isinstance(given, _FunctionCallOutput):
        return {"call_id": given.call_id, "output": given.output}
    call_id = given.call_id or new_id("call")
    return {"name": given.name, "call_id": call_id, "arguments": given.arguments}


def _message(item_id: str, given: _Message, path: str) -> Item:
    content = [
        _part(given.role, part, f"{path}.content[{index}]")
        for index, part in enumerate(given.content)
    ]
    item = Item(item_id, "message", given.status or "completed", given.role, content)
    spoken = item.audio_part()
    item.awaits_transcript = spoken is not None and not spoken.transcript
    return item


def _part(role: str, given: _Part, path: str) -> Part:
    kind = OLDER_NAMES.get((role, given.type), given.type)
    if kind not in ALLOWED_PARTS[role]:
        allowed = ", ".join(ALLOWED_PARTS[role])
        raise errors.invalid(f"{path}.type", f"Supported values for {role} are: {allowed}.")
    if kind.endswith("_text") and given.text is UNSET:
        raise errors.missing(f"{path}.text")
    text = None if given.text is UNSET else str(given.text)
    return Part(
        kind,
        text,
        given.transcript,
        decode_audio(given.audio, f"{path}.audio"),
        given.image_url,
        given.detail,
    )


def decode_audio(encoded: str | None, param: str) -> bytes:
    try:
        return base64.b64decode(encoded or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise errors.invalid(param, "Expected base64.") from error
