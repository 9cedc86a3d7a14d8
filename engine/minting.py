"""`POST /v1/realtime/client_secrets`: a token that carries a session config."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, field

from engine.core import errors, settings
from engine.core.audio_config import Strict
from engine.core.ids import new_id
from engine.tokens import DEFAULT_S, LONGEST_S, SHORTEST_S, Token, Tokens

OBJECTS = {"realtime": "realtime.session", "transcription": "realtime.transcription_session"}


class ExpiresAfter(Strict):
    anchor: Literal["created_at"] = "created_at"
    seconds: Annotated[int, Meta(ge=SHORTEST_S, le=LONGEST_S)] = DEFAULT_S


class MintRequest(Strict):
    expires_after: ExpiresAfter = field(default_factory=ExpiresAfter)
    session: dict[str, Any] = field(default_factory=lambda: {"type": "realtime"})


def mint(tokens: Tokens, body: bytes) -> dict[str, Any]:
    """The answer's body, or a ProtocolError."""
    wanted = _read(body)
    token = tokens.mint(settings.create(wanted.session), wanted.expires_after.seconds)
    return {"value": token.value, "expires_at": token.expires_at, "session": _session(token)}


def _read(body: bytes) -> MintRequest:
    try:
        return msgspec.json.decode(body or b"{}", type=MintRequest)
    except msgspec.ValidationError as error:
        raise errors.from_validation(error, "") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.ProtocolError("The body is not valid JSON.", "invalid_json") from error


def _session(token: Token) -> dict[str, Any]:
    # Nothing is connected yet, so the session has no end of its own: 0 (recorded).
    own = {"id": new_id("sess"), "object": OBJECTS[token.config.type], "expires_at": 0}
    return {**settings.echo(token.config), **own}
