"""Tokens open sessions until they expire, and no longer."""

from engine.core.config import RealtimeConfig
from engine.tokens import Tokens


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_can_be_used_more_than_once_until_it_expires() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    token = tokens.mint(RealtimeConfig(), 60)
    clock.now += 59
    assert tokens.find(token.value) is token
    assert tokens.find(token.value) is token


def test_an_expired_token_is_nobody() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    token = tokens.mint(RealtimeConfig(), 60)
    clock.now += 60
    assert tokens.find(token.value) is None


def test_expired_tokens_are_forgotten() -> None:
    clock = Clock()
    tokens = Tokens(clock)
    tokens.mint(RealtimeConfig(), 10)
    clock.now += 11
    kept = tokens.mint(RealtimeConfig(), 10)
    assert list(tokens._tokens) == [kept.value]


def test_two_tokens_are_never_the_same() -> None:
    tokens = Tokens()
    values = {tokens.mint(RealtimeConfig(), 60).value for _ in range(100)}
    assert len(values) == 100
