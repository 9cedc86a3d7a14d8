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


async def test_silence_after_an_answer_is_answered(server: Address) -> None:
    """The shortest limit that the protocol allows is five seconds."""
    detection = {"type": "server_vad", "idle_timeout_ms": 5_000}
    audio = {"input": {"turn_detection": detection}}
    session = {"type": "realtime", "output_modalities": ["text"], "audio": audio}
    async with connected(server) as client:
        await client.send("session.update", session=session)
        await client.type_text("hi")
        await client.until("response.done")
        await client.until("input_audio_buffer.timeout_triggered")
        await client.until("response.done")
    client.witness.settle()
