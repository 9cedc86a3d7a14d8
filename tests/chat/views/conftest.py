"""Alice, logged in: as a browser sees pages, and as its scripts post."""

import pytest
from django.core.cache import cache
from django.test import AsyncClient, Client

from chat.models import User


@pytest.fixture
def page(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
async def caller(alice: User) -> AsyncClient:
    """Nothing of an earlier test is kept in the cache."""
    await cache.aclear()
    client = AsyncClient()
    await client.aforce_login(alice)
    return client
