"""Ephemeral tokens: each opens sessions with its config until it expires."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.core.config import SessionConfig
from engine.core.ids import new_id

SHORTEST_S, LONGEST_S, DEFAULT_S = 10, 7200, 600
MOST_TOKENS = 10_000


@dataclass(frozen=True)
class Token:
    value: str
    expires_at: int
    config: SessionConfig


class Tokens:
    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._tokens: dict[str, Token] = {}

    def mint(self, config: SessionConfig, seconds: int) -> Token:
        self._forget_expired()
        token = Token(new_id("ek"), int(self._now()) + seconds, config)
        self._tokens[token.value] = token
        return token

    def find(self, value: str) -> Token | None:
        """The token, unless it is unknown or expired."""
        token = self._tokens.get(value)
        return token if token and self._now() < token.expires_at else None

    def _forget_expired(self) -> None:
        now = self._now()
        self._tokens = {
            value: token for value, token in self._tokens.items() if now < token.expires_at
        }
        while len(self._tokens) >= MOST_TOKENS:
            del self._tokens[next(iter(self._tokens))]
