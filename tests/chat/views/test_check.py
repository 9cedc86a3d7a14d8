"""The connection check's server part."""

import pytest
from django.test import AsyncClient

from tests.fakes.provider import TOKEN, FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


async def test_it_asks_for_a_token_that_nobody_gets(
    caller: AsyncClient, provider: FakeProvider
) -> None:
    answer = await caller.post("/check/provider/")
    assert answer.json().keys() == {"ms"}
    assert (len(provider.asked), TOKEN in answer.content.decode()) == (1, False)


async def test_the_provider_s_refusal_is_the_finding(
    caller: AsyncClient, provider: FakeProvider
) -> None:
    provider.refuses(401, "invalid_api_key")
    assert (await caller.post("/check/provider/")).json()["error"]["code"] == "bad_key"


async def test_it_is_not_asked_in_a_hurry(caller: AsyncClient, provider: FakeProvider) -> None:
    answers = [(await caller.post("/check/provider/")).status_code for _ in range(3)]
    assert (answers, len(provider.asked)) == ([200, 429, 429], 1)


async def test_a_stranger_checks_nothing(provider: FakeProvider) -> None:
    assert (await AsyncClient().post("/check/provider/")).status_code == 401
    assert provider.asked == []
