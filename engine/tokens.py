"""Ephemeral tokens: each carries its session config, signed, and opens sessions until it expires.

Nothing is kept, so a token is good in every process that knows the secret of this start.
"""

import base64
import binascii
import hmac
import secrets
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from engine.core.config import RealtimeConfig, SessionConfig, TranscriptionConfig
from engine.core.errors import ProtocolError

SHORTEST_S, LONGEST_S, DEFAULT_S = 10, 7200, 600
SECRET_BYTES = 32
# A token travels in a header; the server takes headers of HEADER_BYTES.
LONGEST_TOKEN, HEADER_BYTES = 48 * 1024, 64 * 1024

_PREFIX = "ek_"
_HEAD = struct.Struct(">Q8sB")
_KINDS: tuple[type[SessionConfig], ...] = (RealtimeConfig, TranscriptionConfig)
_MAC_BYTES = 32


@dataclass(frozen=True)
class Token:
    value: str
    expires_at: int
    config: SessionConfig


class Tokens:
    def __init__(self, secret: bytes | None = None, now: Callable[[], float] = time.time) -> None:
        self._secret = secret or secrets.token_bytes(SECRET_BYTES)
        self._now = now

    def mint(self, config: SessionConfig, seconds: int) -> Token:
        """ProtocolError for a config that is too large to travel in a header."""
        expires_at = int(self._now()) + seconds
        head = _HEAD.pack(expires_at, secrets.token_bytes(8), _KINDS.index(type(config)))
        signed = head + zlib.compress(msgspec.json.encode(config), 9)
        value = _PREFIX + base64.urlsafe_b64encode(self._mac(signed) + signed).decode().rstrip("=")
        if len(value) > LONGEST_TOKEN:
            message = (
                "The session is too large for an ephemeral token: shorten it, or send it later."
            )
            raise ProtocolError(message, "session_too_large", "session")
        return Token(value, expires_at, config)

    def find(self, value: str) -> Token | None:
        """The token, unless it is not ours or expired."""
        signed = self._signed(value)
        if signed is None:
            return None
        expires_at, _, kind = _HEAD.unpack_from(signed)
        if self._now() >= expires_at:
            return None
        config = msgspec.json.decode(zlib.decompress(signed[_HEAD.size :]), type=_KINDS[kind])
        return Token(value, expires_at, config)

    def _signed(self, value: str) -> bytes | None:
        if not value.startswith(_PREFIX) or len(value) > LONGEST_TOKEN or not value.isascii():
            return None
        text = value.removeprefix(_PREFIX)
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        except binascii.Error:
            return None
        mac, signed = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        return signed if hmac.compare_digest(mac, self._mac(signed)) else None

    def _mac(self, signed: bytes) -> bytes:
        return hmac.digest(self._secret, signed, "sha256")
