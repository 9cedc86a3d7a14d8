"""Tokens open sessions until they expire, and no longer, wherever the secret is known."""

import random

import pytest

from engine.core import settings
from engine.core.config import RealtimeConfig, SessionConfig, TranscriptionConfig
from engine.core.errors import ProtocolError
from engine.tokens import HEADER_BYTES, LONGEST_TOKEN, Tokens

SECRET = b"of this start"
TOOL = {"type": "function", "name": "clock", "parameters": {"type": "object"}}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_can_be_used_more_than_once_until_it_expires() -> None:
    clock = Clock()
    tokens = Tokens(SECRET, clock)
    token = tokens.mint(RealtimeConfig(), 60)
    clock.now += 59
    assert tokens.find(token.value) == token
    assert tokens.find(token.value) == token


def test_an_expired_token_is_nobody() -> None:
    clock = Clock()
    tokens = Tokens(SECRET, clock)
    token = tokens.mint(RealtimeConfig(), 60)
    clock.now += 60
    assert tokens.find(token.value) is None


@pytest.mark.parametrize(
    "config",
    [
        settings.create(
            {"type": "realtime", "instructions": "Höflich \U0001f600", "tools": [TOOL]}
        ),
        settings.create({"type": "realtime", "audio": {"input": {"turn_detection": None}}}),
        TranscriptionConfig(),
    ],
)
def test_it_carries_its_config_to_whoever_knows_the_secret(config: SessionConfig) -> None:
    found = Tokens(SECRET).find(Tokens(SECRET).mint(config, 60).value)
    assert found is not None
    assert found.config == config


def test_another_start_does_not_know_it() -> None:
    assert Tokens().find(Tokens().mint(RealtimeConfig(), 60).value) is None


@pytest.mark.parametrize("at", [3, 10, 46, 50, 60, 80, -1])
def test_a_token_that_was_changed_anywhere_is_nobody(at: int) -> None:
    tokens = Tokens(SECRET)
    value = tokens.mint(RealtimeConfig(), 60).value
    other = "A" if value[at] != "A" else "B"
    changed = value[:at] + other + value[at:][1:]
    assert tokens.find(changed) is None


@pytest.mark.parametrize(
    "value", ["", "ek_", "ek_!", "ek_A", "ek_é", "sk_AAAA", "ek_" + "A" * 99_999]
)
def test_what_is_no_token_is_nobody(value: str) -> None:
    assert Tokens(SECRET).find(value) is None


def test_it_fits_a_header_and_a_subprotocol() -> None:
    value = Tokens().mint(RealtimeConfig(instructions="Say it. " * 8_000), 60).value
    assert value.startswith("ek_")
    assert value.replace("-", "").replace("_", "").isalnum()
    assert len(value) < LONGEST_TOKEN < HEADER_BYTES


def test_a_session_too_large_for_a_header_is_refused() -> None:
    noise = random.Random(7).randbytes(60_000).hex()  # noqa: S311 - what cannot be made smaller
    with pytest.raises(ProtocolError, match="too large"):
        Tokens().mint(RealtimeConfig(instructions=noise), 60)


def test_two_tokens_are_never_the_same() -> None:
    tokens = Tokens()
    values = {tokens.mint(RealtimeConfig(), 60).value for _ in range(100)}
    assert len(values) == 100
