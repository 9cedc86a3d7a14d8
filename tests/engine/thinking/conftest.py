"""A language model on loopback, and a thinker that asks it."""

from collections.abc import AsyncIterator

import pytest

from engine.thinking.chat_model import ChatModel
from engine.upstream.server import Upstream, client
from tests.fakes.upstream import KEY, FakeUpstream


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    async with FakeUpstream().running() as fake:
        yield fake


@pytest.fixture
async def model(upstream: FakeUpstream) -> AsyncIterator[ChatModel]:
    async with client() as http:
        yield ChatModel(http, Upstream(upstream.base_url, "m", KEY, silence_s=0.3))
