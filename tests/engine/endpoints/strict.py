"""Holds an answer of ours against the SDK's own types, nothing missing and nothing beside."""

import typing
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from openai import BaseModel
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

Model = TypeVar("Model", bound=BaseModel)
# The SDK's parser takes anything: it is checked again, strictly.
EVENTS = {
    typing.get_args(model.model_fields["type"].annotation)[0]: model
    for model in typing.get_args(typing.get_args(ResponseStreamEvent)[0])
}


def whole(answer: Model) -> Model:
    shown = answer.to_dict(mode="json", exclude_unset=True)
    TypeAdapter(type(answer)).validate_python(shown, strict=True, extra="forbid")
    return answer


async def all_of(stream: AsyncIterator[Model]) -> list[Model]:
    return [whole(one) async for one in stream]


async def events(stream: AsyncIterator[Any]) -> list[Any]:
    """Of the Responses API: each by its own type, numbered without a gap."""
    found = [one async for one in stream]
    for number, event in enumerate(found):
        shown = event.to_dict(mode="json", exclude_unset=True)
        EVENTS[event.type].model_validate(shown, strict=True, extra="forbid")
        assert event.sequence_number == number
    return found
