"""The Responses API with the stock SDK: whole and streamed, with tools, followed up."""

import asyncio
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from openai.types.responses import FunctionToolParam

from tests.engine.endpoints import strict
from tests.fakes.upstream import STOP, FakeUpstream, called, chunk

TOOL: FunctionToolParam = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {}},
    "strict": False,
}


async def test_the_dialogue_answers(sdk: AsyncOpenAI) -> None:
    answer = strict.whole(await sdk.responses.create(model="any", input="hello"))
    assert answer.output_text == "You said hello. That is all."
    assert (answer.status, answer.model) == ("completed", "any")


async def test_a_stream_tells_the_same_answer_in_order(sdk: AsyncOpenAI) -> None:
    events = await strict.events(
        await sdk.responses.create(model="any", input="hello", stream=True)
    )
    assert [event.type.removeprefix("response.") for event in events] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert events[-1].response.output_text == "You said hello. That is all."


async def test_a_tool_round_by_the_previous_response(sdk: AsyncOpenAI) -> None:
    first = strict.whole(await sdk.responses.create(model="any", input="call it", tools=[TOOL]))
    call = first.output[0]
    assert call.type == "function_call"
    second = await sdk.responses.create(
        model="any",
        previous_response_id=first.id,
        input=[{"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}],
    )
    assert second.output_text == "You said sunny. That is all."


async def test_a_streamed_tool_call(sdk: AsyncOpenAI) -> None:
    stream = await sdk.responses.create(model="any", input="call", tools=[TOOL], stream=True)
    events = await strict.events(stream)
    done = next(e for e in events if e.type == "response.function_call_arguments.done")
    assert done.arguments == '{"city": "Paris"}'
    assert events[-1].response.output[0].name == "weather"


async def test_the_sdk_s_own_helper_follows_the_stream(sdk: AsyncOpenAI) -> None:
    async with sdk.responses.stream(model="any", input="hello") as stream:
        text = [event.delta async for event in stream if event.type == "response.output_text.delta"]
        final = await stream.get_final_response()
    assert "".join(text) == final.output_text == "You said hello. That is all."


async def test_the_model_sees_what_came_before(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["One.", called(0, "f", "{}", "x"), called(1, "g", "{}", "y"), *STOP]
    first = await asking_sdk.responses.create(model="any", input="go", instructions="Be kind.")
    outputs: Any = [
        {"type": "function_call_output", "call_id": item.call_id, "output": "ok"}
        for item in first.output
        if item.type == "function_call"
    ]
    await asking_sdk.responses.create(
        model="any", input=outputs, previous_response_id=first.id, max_output_tokens=8
    )
    roles = [message["role"] for message in upstream.asked[1]["messages"]]
    assert roles == ["user", "assistant", "assistant", "tool", "tool"]
    assert upstream.asked[1]["max_tokens"] == 8


async def test_a_schema_is_handed_on_as_chat_wants_it(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    schema = {"type": "json_schema", "name": "n", "schema": {"type": "object"}}
    text: Any = {"format": schema}
    strict.whole(await asking_sdk.responses.create(model="any", input="x", text=text))
    wanted = {"name": "n", "schema": {"type": "object"}}
    assert upstream.asked[0]["response_format"] == {"type": "json_schema", "json_schema": wanted}


async def test_an_answer_that_was_cut_is_incomplete(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["Hel", chunk({}, "length")]
    events = await strict.events(
        await asking_sdk.responses.create(model="any", input="x", stream=True)
    )
    assert events[-1].type == "response.incomplete"
    assert events[-1].response.incomplete_details.reason == "max_output_tokens"


async def test_a_model_that_breaks_off_is_a_failed_response(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["Hel"]
    events = await strict.events(
        await asking_sdk.responses.create(model="any", input="x", stream=True)
    )
    assert events[-1].type == "response.failed"
    assert events[-1].response.error.message == "The language model could not answer."


async def test_pieces_arrive_while_the_model_thinks(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    more = asyncio.Event()
    upstream.thinking = ["Hel", more, "lo.", *STOP]
    stream = await asking_sdk.responses.create(model="any", input="x", stream=True)
    deltas = (event.delta async for event in stream if event.type == "response.output_text.delta")
    assert await anext(deltas) == "Hel"
    more.set()
    assert await anext(deltas) == "lo."


@pytest.mark.parametrize(
    ("wanted", "param"),
    [
        ({"input": [{"type": "item_reference", "id": "x"}]}, "input[0].type"),
        ({"input": [{"role": "nobody", "content": "x"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": 7}]}, "input[0].content"),
        ({"input": [{"type": "function_call_output", "output": "x"}]}, "input[0].call_id"),
        ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
        ({"previous_response_id": "resp_gone"}, "previous_response_id"),
        ({"text": {"format": {"type": "json_object"}}}, "text.format"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
    ],
)
async def test_it_refuses_and_names_the_field(
    sdk: AsyncOpenAI, wanted: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await sdk.responses.create(**{"model": "any", "input": "x", **wanted})
    assert refused.value.param == param


async def test_what_was_not_to_be_stored_cannot_be_followed_up(sdk: AsyncOpenAI) -> None:
    first = await sdk.responses.create(model="any", input="x", store=False)
    with pytest.raises(openai.BadRequestError, match="not found"):
        await sdk.responses.create(model="any", input="y", previous_response_id=first.id)
