"""Secrets of servers are unreadable without SECRET_KEY."""

import pytest
from pytest_django import Settings

from tools.outside.errors import Unreachable
from tools.remote.sealing import Access, seal, unseal

ACCESS = Access("https://a.example/?key=canary-query", {"Authorization": "Bearer canary-secret"})


def test_what_is_sealed_is_read_again_and_by_nobody_else() -> None:
    sealed = seal(ACCESS)
    assert unseal(sealed) == ACCESS
    assert "canary" not in sealed


def test_an_older_key_still_opens_it(settings: Settings) -> None:
    sealed = seal(ACCESS)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed) == ACCESS


def test_a_key_that_is_gone_is_said_so(settings: Settings) -> None:
    sealed = seal(ACCESS)
    settings.SECRET_KEY = "another"
    with pytest.raises(Unreachable, match="SECRET_KEY"):
        unseal(sealed)
