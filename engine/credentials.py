"""Who is asking: the standard key, an ephemeral token, or nobody we know."""

import hmac
from dataclasses import dataclass

from aiohttp import hdrs, web

from engine.core.errors import ProtocolError
from engine.tokens import Token, Tokens

SUBPROTOCOL = "realtime"
KEY_SUBPROTOCOL = "openai-insecure-api-key."
BETA_SUBPROTOCOL = "openai-beta.realtime-v1"


@dataclass(frozen=True)
class Credentials:
    """`token` is None for the holder of the standard key."""

    token: Token | None = None


class Gate:
    def __init__(self, api_key: str, tokens: Tokens) -> None:
        self._api_key = api_key.encode()
        self._tokens = tokens

    def check(self, secret: str | None) -> Credentials:
        if secret is None:
            message = "You didn't provide an API key. Send it as: Authorization: Bearer YOUR_KEY."
            raise ProtocolError(message, "missing_api_key")
        if hmac.compare_digest(secret.encode("utf-8", "replace"), self._api_key):
            return Credentials()
        if token := self._tokens.find(secret):
            return Credentials(token)
        # The refused secret itself is never shown: it may be somebody's real key.
        raise ProtocolError("Incorrect API key provided.", "invalid_api_key")

    def check_standard(self, request: web.Request) -> None:
        """Only the standard key will do."""
        if self.check(bearer(request)).token:
            message = "An ephemeral token cannot be used for this request."
            raise ProtocolError(message, "invalid_api_key")


def bearer(request: web.Request) -> str | None:
    scheme, _, secret = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


def from_socket(request: web.Request) -> str | None:
    """The header, or for browsers, which cannot set one, the subprotocol."""
    offered = (name for name in subprotocols(request) if name.startswith(KEY_SUBPROTOCOL))
    from_offer = next(offered, None)
    return bearer(request) or (from_offer.removeprefix(KEY_SUBPROTOCOL) if from_offer else None)


def speaks_beta(request: web.Request) -> bool:
    return "OpenAI-Beta" in request.headers or BETA_SUBPROTOCOL in subprotocols(request)


def subprotocols(request: web.Request) -> list[str]:
    offered = ",".join(request.headers.getall(hdrs.SEC_WEBSOCKET_PROTOCOL, []))
    return [name.strip() for name in offered.split(",") if name.strip()]
