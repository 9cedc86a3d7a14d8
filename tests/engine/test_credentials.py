"""Who is asking."""

import pytest

from engine.core.config import RealtimeConfig
from engine.core.errors import ProtocolError
from engine.credentials import Gate
from engine.tokens import Tokens

TOKENS = Tokens()
GATE = Gate("sk-right", TOKENS)


def test_the_standard_key_carries_no_token() -> None:
    assert GATE.check("sk-right").token is None


def test_a_token_brings_its_config() -> None:
    token = TOKENS.mint(RealtimeConfig(instructions="x"), 60)
    assert GATE.check(token.value).token == token


@pytest.mark.parametrize("secret", ["sk-wrong", "", "sk-right ", "ek_unknown", "\udcff"])
def test_anything_else_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        GATE.check(secret)
    assert refused.value.code == "invalid_api_key"
    assert refused.value.message == "Incorrect API key provided."


def test_no_secret_at_all_has_its_own_code() -> None:
    with pytest.raises(ProtocolError) as refused:
        GATE.check(None)
    assert refused.value.code == "missing_api_key"
