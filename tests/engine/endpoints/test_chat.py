"""Chat completions with the stock SDK: whole and streamed, with tools, and every refusal."""

import asyncio
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam

from tests.engine.endpoints import strict
from tests.fakes.upstream import STOP, FakeUpstream, called, chunk

HELLO: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]
TOOL: ChatCompletionToolParam = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}},
}


async def test_the_dialogue_answers(sdk: AsyncOpenAI) -> None:
    answer = strict.whole(await sdk.chat.completions.create(model="any", messages=HELLO))
    assert answer.choices[0].message.content == "You said hello. That is all."
    assert (answer.choices[0].finish_reason, answer.model) == ("stop", "any")
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 7


async def test_a_stream_is_the_same_answer_in_pieces(sdk: AsyncOpenAI) -> None:
    stream = await sdk.chat.completions.create(
        model="any", messages=HELLO, stream=True, stream_options={"include_usage": True}
    )
    *chunks, counted = await strict.all_of(stream)
    text = "".join(one.choices[0].delta.content or "" for one in chunks)
    assert text == "You said hello. That is all."
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert counted.usage is not None
    assert counted.choices == []
    assert len({one.id for one in chunks}) == 1


async def test_a_tool_round(sdk: AsyncOpenAI) -> None:
    asked: list[ChatCompletionMessageParam] = [{"role": "user", "content": "call it"}]
    answer = strict.whole(
        await sdk.chat.completions.create(model="any", messages=asked, tools=[TOOL])
    )
    call = (answer.choices[0].message.tool_calls or [])[0]
    assert (answer.choices[0].finish_reason, call.type) == ("tool_calls", "function")
    round_trip: list[Any] = [
        *asked,
        answer.choices[0].message.to_dict(),
        {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
    ]
    after = await sdk.chat.completions.create(model="any", messages=round_trip, tools=[TOOL])
    assert after.choices[0].message.content == "You said sunny. That is all."


async def test_a_streamed_tool_call(sdk: AsyncOpenAI) -> None:
    stream = await sdk.chat.completions.create(
        model="any", messages=[{"role": "user", "content": "call"}], tools=[TOOL], stream=True
    )
    chunks = await strict.all_of(stream)
    calls = [call for one in chunks for call in one.choices[0].delta.tool_calls or []]
    assert [call.function and call.function.name for call in calls] == ["weather"]
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


async def test_the_model_is_asked_with_the_client_s_options(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    usage = {"prompt_tokens": 11, "completion_tokens": 2}
    upstream.thinking = ["Hi.", chunk({}, "stop"), {"choices": [], "usage": usage}]
    answer = await asking_sdk.chat.completions.create(
        model="any",
        messages=[{"role": "developer", "content": "Be brief."}, *HELLO],
        temperature=0.5,
        max_completion_tokens=9,
        response_format={"type": "json_object"},
        tools=[TOOL],
        tool_choice={"type": "function", "function": {"name": "weather"}},
    )
    asked = upstream.asked[0]
    assert asked["messages"] == [{"role": "system", "content": "Be brief."}, *HELLO]
    assert (asked["temperature"], asked["max_tokens"]) == (0.5, 9)
    assert asked["response_format"] == {"type": "json_object"}
    assert asked["tool_choice"]["function"] == {"name": "weather"}
    assert (answer.usage and answer.usage.total_tokens) == 13


async def test_pieces_arrive_while_the_model_thinks(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    more = asyncio.Event()
    upstream.thinking = ["Hel", more, called(0, "f", "{}", "x"), chunk({}, "length")]
    stream = await asking_sdk.chat.completions.create(model="any", messages=HELLO, stream=True)
    texts = (one.choices[0].delta.content async for one in stream)
    assert [await anext(texts), await anext(texts)] == ["", "Hel"]
    more.set()
    assert (await strict.all_of(stream))[-1].choices[0].finish_reason == "length"


async def test_a_model_that_fails_is_a_bad_gateway(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.refuses(500, "out of memory")
    with pytest.raises(openai.InternalServerError, match="could not answer") as failed:
        await asking_sdk.chat.completions.create(model="any", messages=HELLO)
    assert failed.value.status_code == 502
    assert "memory" not in str(failed.value)


async def test_a_model_that_breaks_off_breaks_the_stream(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream
) -> None:
    upstream.thinking = ["Hel"]
    stream = await asking_sdk.chat.completions.create(model="any", messages=HELLO, stream=True)
    with pytest.raises(openai.APIError, match="could not answer"):
        await strict.all_of(stream)


async def test_leaving_the_stream_ends_the_thinking_and_is_no_error(
    asking_sdk: AsyncOpenAI, upstream: FakeUpstream, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.thinking = ["Hel", *["lo"] * 10_000, asyncio.Event()]
    stream = await asking_sdk.chat.completions.create(model="any", messages=HELLO, stream=True)
    await anext(aiter(stream))
    await stream.close()
    async with asyncio.timeout(10):
        await upstream.left.wait()
    upstream.thinking = ["Hi.", *STOP]
    await asking_sdk.chat.completions.create(model="any", messages=HELLO)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("wanted", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "nobody", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].tool_call_id"),
        ({"messages": [{"role": "user", "content": [{"type": "file"}]}]}, "messages[0].content"),
        ({"n": 2}, "n"),
        ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "tools[0].type"),
        ({"tool_choice": "sometimes"}, "tool_choice"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
    ],
)
async def test_it_refuses_and_names_the_field(
    sdk: AsyncOpenAI, wanted: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await sdk.chat.completions.create(**{"model": "any", "messages": HELLO, **wanted})
    assert refused.value.param == param
