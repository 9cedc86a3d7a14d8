"""The models' names with the stock SDK."""

import openai
import pytest
from openai import AsyncOpenAI

from engine.endpoints.models import LOCAL_MODEL
from tests.engine.endpoints import strict


async def test_what_is_listed_can_be_found(sdk: AsyncOpenAI) -> None:
    rows = [strict.whole(row) async for row in sdk.models.list()]
    assert [row.id for row in rows] == [LOCAL_MODEL]
    assert strict.whole(await sdk.models.retrieve(LOCAL_MODEL)) == rows[0]


async def test_the_models_of_other_servers_are_listed(asking_sdk: AsyncOpenAI) -> None:
    assert [row.id async for row in asking_sdk.models.list()] == [LOCAL_MODEL, "m"]


async def test_an_unknown_one_is_not_found(sdk: AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as refused:
        await sdk.models.retrieve("org/of-somebody")
    assert refused.value.code == "model_not_found"
