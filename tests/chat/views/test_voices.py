"""Hearing a voice before choosing it."""

import pytest
from django.core.cache import cache
from django.test import AsyncClient

from chat.models import User
from tests.fakes.provider import SOUND, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def client(alice: User) -> AsyncClient:
    await cache.aclear()
    client = AsyncClient()
    await client.aforce_login(alice)
    return client


async def test_a_voice_can_be_heard_and_costs_once(
    client: AsyncClient, provider: FakeProvider
) -> None:
    first, second = [await client.post("/voices/coral/preview/") for _ in range(2)]
    assert (first.content, second.content) == (SOUND, SOUND)
    assert [asked["voice"] for asked in provider.asked] == ["coral"]


async def test_a_voice_that_is_not_offered_is_not_asked_for(
    client: AsyncClient, provider: FakeProvider
) -> None:
    answer = await client.post("/voices/fable/preview/")
    assert (answer.status_code, provider.asked) == (404, [])


async def test_a_refusal_by_the_provider_is_said_and_not_kept(
    client: AsyncClient, provider: FakeProvider
) -> None:
    provider.refuses(429, "rate_limit_exceeded")
    refused = await client.post("/voices/coral/preview/")
    assert refused.json()["error"]["code"] == "too_fast"
    assert (await client.post("/voices/coral/preview/")).content == SOUND


async def test_a_stranger_hears_nothing(provider: FakeProvider) -> None:
    answer = await AsyncClient().post("/voices/coral/preview/")
    assert (answer.status_code, provider.asked) == (401, [])
