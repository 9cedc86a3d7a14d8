"""A language model thinks: streamed, with tools, closed at once, and every way it can fail."""

import asyncio
from contextlib import aclosing

import pytest
from aiohttp import web

from engine.dialogue import Request
from engine.thinking.chat_model import NOT_CAUGHT, ChatModel
from engine.thinking.thought import Called, Cut, Said, Spent, ThinkingFailed, Thought
from tests.fakes.upstream import KEY, STOP, FakeUpstream, called, chunk

WHOLE = b'{"choices":[{"message":{"content":"Hi."},"finish_reason":"stop"}]}'
HELLO = Request("Be kind.", [{"role": "user", "content": "Hello"}], options={"max_tokens": 5})


async def thoughts(model: ChatModel, request: Request = HELLO) -> list[Thought]:
    return [thought async for thought in model.think(request)]


async def test_it_asks_for_a_stream_with_the_key(upstream: FakeUpstream, model: ChatModel) -> None:
    await thoughts(model)
    asked = upstream.asked[0]
    assert (asked["model"], asked["stream"], asked["max_tokens"]) == ("m", True, 5)
    assert asked["messages"][0] == {"role": "system", "content": "Be kind."}
    assert upstream.headers[0]["Authorization"] == f"Bearer {KEY}"


async def test_pieces_come_while_the_stream_is_open(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    more = asyncio.Event()
    upstream.thinking = ["Hel", more, "lo.", *STOP]
    async with aclosing(model.think(HELLO)) as stream:
        assert await anext(stream) == Said("Hel")
        more.set()
        assert await anext(stream) == Said("lo.")


async def test_closing_it_closes_the_stream(upstream: FakeUpstream, model: ChatModel) -> None:
    upstream.thinking = ["Hel", asyncio.Event()]
    async with aclosing(model.think(HELLO)) as stream:
        await anext(stream)
    async with asyncio.timeout(10):
        await upstream.left.wait()


async def test_parallel_calls_are_put_together(upstream: FakeUpstream, model: ChatModel) -> None:
    upstream.thinking = [
        "Let me look.",
        called(0, "f", '{"a"', "one"),
        called(1, "g", "", "two"),
        called(0, None, ":1}", None),
        chunk({}, "tool_calls"),
    ]
    assert await thoughts(model) == [
        Said("Let me look."),
        Called("f", '{"a":1}'),
        Called("g", "{}"),
    ]


async def test_calls_that_share_a_number_are_told_apart_by_their_ids(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    first, second = called(0, "f", "{}", "one"), called(0, "f", '{"b":2}', "two")
    upstream.thinking = [first, second, *STOP]
    assert await thoughts(model) == [Called("f", "{}"), Called("f", '{"b":2}')]


async def test_a_server_that_does_not_stream_is_read_whole(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    upstream.content_type, upstream.thinking = "application/json", [WHOLE]
    assert await thoughts(model) == [Said("Hi.")]


async def test_a_whole_answer_without_a_word_is_none(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    upstream.content_type = "application/json"
    upstream.thinking = [b'{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}']
    with pytest.raises(ThinkingFailed, match="answered nothing"):
        await thoughts(model)


async def test_what_it_thinks_to_itself_is_left_out(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    upstream.thinking = ["<think>Hm", ".</think>", "\n\nHi.", *STOP]
    assert await thoughts(model) == [Said("Hi.")]


async def test_it_tells_when_the_answer_was_cut(upstream: FakeUpstream, model: ChatModel) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 5}
    upstream.thinking = ["Hel", chunk({}, "length"), {"choices": [], "usage": usage}]
    assert await thoughts(model) == [Said("Hel"), Spent(3, 5), Cut("max_output_tokens")]


async def test_it_says_that_it_did_not_catch_something(
    upstream: FakeUpstream, model: ChatModel
) -> None:
    assert await thoughts(model, Request(understood=False)) == [Said(NOT_CAUGHT)]
    assert upstream.asked == []


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (["Hel"], "broke off"),
        ([b"data: {not json}\n\n"], "nonsense"),
        ([b'data: {"choices": 7}\n\n'], "nonsense"),
        ([b"\xff\xfe garbage"], "broke off"),
        ([{"error": {"message": "out of memory"}}], "out of memory"),
        (STOP, "answered nothing"),
        (["Hel", asyncio.Event()], "in time"),
    ],
)
async def test_it_fails_plainly(
    upstream: FakeUpstream, model: ChatModel, steps: list[str | bytes], reason: str
) -> None:
    upstream.thinking = list(steps)
    with pytest.raises(ThinkingFailed, match=reason):
        await thoughts(model)


async def test_a_refusal_is_told_without_the_key(upstream: FakeUpstream, model: ChatModel) -> None:
    upstream.refuses(401, f"Incorrect API key provided: {KEY}")
    with pytest.raises(ThinkingFailed, match="answered 401: Incorrect") as failed:
        await thoughts(model)
    assert KEY not in str(failed.value)


async def test_it_follows_no_redirect(upstream: FakeUpstream, model: ChatModel) -> None:
    upstream.refusal = web.Response(status=307, headers={"Location": "http://127.0.0.1:1/"})
    with pytest.raises(ThinkingFailed, match="307"):
        await thoughts(model)
