"""Hearing a voice before choosing it."""

import pytest
from django.test import AsyncClient

from tests.fakes.provider import SOUND, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_voice_can_be_heard_and_costs_once(
    caller: AsyncClient, provider: FakeProvider
) -> None:
    first, second = [await caller.post("/voices/coral/preview/") for _ in range(2)]
    assert (first.content, second.content) == (SOUND, SOUND)
    assert [asked["voice"] for asked in provider.asked] == ["coral"]


async def test_a_voice_that_is_not_offered_is_not_asked_for(
    caller: AsyncClient, provider: FakeProvider
) -> None:
    answer = await caller.post("/voices/fable/preview/")
    assert (answer.status_code, provider.asked) == (404, [])


async def test_a_refusal_by_the_provider_is_said_and_not_kept(
    caller: AsyncClient, provider: FakeProvider
) -> None:
    provider.refuses(429, "rate_limit_exceeded")
    refused = await caller.post("/voices/coral/preview/")
    assert refused.json()["error"]["code"] == "too_fast"
    assert (await caller.post("/voices/coral/preview/")).content == SOUND


async def test_a_stranger_hears_nothing(provider: FakeProvider) -> None:
    answer = await AsyncClient().post("/voices/coral/preview/")
    assert (answer.status_code, provider.asked) == (401, [])
