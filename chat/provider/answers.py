"""What the provider's HTTP answers hold: bounded bytes, JSON or none, the code of an error, a call's id."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

import aiohttp
import msgspec
from msgspec import Meta

from chat.errors import InputRefused
from chat.json_input import parse
from chat.provider.errors import refusal

MAX_ANSWER_BYTES = 1024 * 1024

CallId = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^\w[\w.:-]*\Z")]


async def read(answer: aiohttp.ClientResponse) -> bytes:
    """The body, as far as an answer may be long."""
    found = b""
    async for part in answer.content.iter_any():
        found += part
        if len(found) > MAX_ANSWER_BYTES:
            raise refusal("provider_refused")
    return found


def as_json(body: bytes) -> dict[str, Any]:
    try:
        return parse(body, MAX_ANSWER_BYTES)
    except InputRefused:
        return {}


def code_of(found: dict[str, Any]) -> str | None:
    error = found.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else None


def call_id_of(location: str) -> str | None:
    """The last segment of `/v1/realtime/calls/rtc_...`; an id of no use is none."""
    try:
        return msgspec.convert(urlsplit(location).path.rpartition("/")[2], CallId)
    except (msgspec.ValidationError, ValueError):
        return None
