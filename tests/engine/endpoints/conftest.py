"""The stock SDK before an engine of this process: with quick fakes, or asking a server on loopback."""

from collections.abc import AsyncIterator

import pytest
from openai import AsyncOpenAI

from engine.settings import Settings
from engine.upstream.server import Upstream, client
from tests.engine.running import KEY, ORIGIN, Address
from tests.engine.serving import asking, served
from tests.fakes.upstream import FakeUpstream


@pytest.fixture
async def sdk(server: Address) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key=KEY, base_url=server.http, max_retries=0) as made:
        yield made


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    async with FakeUpstream().running() as fake:
        yield fake


@pytest.fixture
async def asking_sdk(upstream: FakeUpstream) -> AsyncIterator[AsyncOpenAI]:
    """Its engine has others think, hear and speak."""
    server = Upstream(upstream.base_url, "m")
    settings = Settings(KEY, allowed_origins=frozenset({ORIGIN}), language_model=server)
    async with (
        client() as http,
        served(settings, asking(http, upstream.base_url)) as address,
        AsyncOpenAI(api_key=KEY, base_url=address.http, max_retries=0) as made,
    ):
        yield made
