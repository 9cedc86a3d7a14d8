"""Reads the two forms of `POST /v1/realtime/calls`: a raw SDP offer, or offer and session."""

from dataclasses import dataclass

import msgspec
from aiohttp import BodyPartReader, web

from engine.core import errors, settings
from engine.core.config import RealtimeConfig, SessionConfig
from engine.core.errors import ProtocolError
from engine.credentials import Credentials


@dataclass(frozen=True)
class Offer:
    sdp: str
    config: SessionConfig


async def read(request: web.Request, credentials: Credentials) -> Offer:
    if request.content_type == "multipart/form-data":
        return await _unified(request, credentials)
    if request.content_type != "application/sdp":
        message = "Send the offer as application/sdp or multipart/form-data."
        raise ProtocolError(message, "unsupported_content_type")
    return Offer(_text(await request.read(), "sdp"), _default(request, credentials))


async def _unified(request: web.Request, credentials: Credentials) -> Offer:
    parts: dict[str, bytes] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name in ("sdp", "session"):
            parts[part.name] = bytes(await part.read(decode=True))
    if "sdp" not in parts:
        raise errors.missing("sdp")
    config = _default(request, credentials)
    if "session" in parts:
        config = settings.create(_json(parts["session"]))
    return Offer(_text(parts["sdp"], "sdp"), config)


def _default(request: web.Request, credentials: Credentials) -> SessionConfig:
    if credentials.token:
        return credentials.token.config
    return RealtimeConfig(model=request.query.get("model", ""))


def _text(body: bytes, param: str) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise errors.invalid(param, "Expected UTF-8 text.") from error


def _json(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.invalid("session", "Expected JSON.") from error
