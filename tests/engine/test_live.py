"""Limits of a living session, seen from a client."""

import pytest

from engine.live import Limits
from engine.settings import Settings
from tests.engine.client import connected
from tests.engine.running import KEY, Address


class TestSessionLimit:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(api_key=KEY, limits=Limits(session_s=0.2, idle_s=60))

    async def test_a_session_ends_with_1001_at_its_limit(self, server: Address) -> None:
        async with connected(server) as client:
            error = (await client.until("error"))["error"]
            assert error["code"] == "session_expired"
            assert await client.close_code() == 1001


class TestIdleLimit:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(api_key=KEY, limits=Limits(session_s=60, idle_s=0.2))

    async def test_a_session_that_nobody_uses_ends(self, server: Address) -> None:
        async with connected(server) as client:
            assert await client.close_code() == 1000
