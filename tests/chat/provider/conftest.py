"""A provider on loopback, and our client of it."""

from collections.abc import AsyncIterator

import pytest

from chat.provider.client import Provider
from tests.fakes.provider import KEY, FakeProvider


@pytest.fixture
async def fake() -> AsyncIterator[FakeProvider]:
    with FakeProvider.running() as fake:
        yield fake


@pytest.fixture
async def client(fake: FakeProvider) -> AsyncIterator[Provider]:
    client = Provider(fake.base_url, KEY)
    yield client
    await client.close()
