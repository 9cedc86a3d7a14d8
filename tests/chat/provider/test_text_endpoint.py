"""Answers in writing by either endpoint: what is asked, what is heard, and which one is remembered."""

import pytest

from chat.provider.answer_events import AnswerEvent, Asked, Called, Ended, Said
from chat.provider.client import Provider
from chat.provider.errors import ProviderRefusal
from tests.fakes.provider import FakeProvider
from tests.fakes.texts import BREAKS, Call

CALL = {"id": "f1", "type": "function_call", "call_id": "c1", "name": "recall", "arguments": "{}"}
OUTPUT = {"id": "f2", "type": "function_call_output", "call_id": "c1", "output": "none"}
TOOL = {"type": "function", "name": "recall", "description": "Recalls.", "parameters": {}}
SAID = [{"type": "input_text", "text": "Hi"}]
ASKED = Asked(
    model="m",
    instructions="Be brief.",
    items=[{"id": "a", "type": "message", "role": "user", "content": SAID}, CALL, OUTPUT],
    tools=[TOOL],
    temperature=0.5,
)


async def heard(client: Provider, asked: Asked = ASKED) -> list[AnswerEvent]:
    return [event async for event in client.text.answer(asked, "person")]


async def test_words_and_how_it_ended(client: Provider, fake: FakeProvider) -> None:
    said = await heard(client)
    assert [one.text for one in said if isinstance(one, Said)] == ["Hello ", "there."]
    assert isinstance(said[-1], Ended)
    assert said[-1].usage["total_tokens"] == 16


async def test_it_asks_without_our_ids_and_stores_nothing(
    client: Provider, fake: FakeProvider
) -> None:
    await heard(client)
    asked = fake.texts.asked[0]
    assert [set(item) & {"id"} for item in asked["input"]] == [set(), set(), set()]
    assert (asked["store"], asked["temperature"], asked["tools"]) == (False, 0.5, [TOOL])
    assert fake.headers[0]["OpenAI-Safety-Identifier"] == "person"


async def test_chat_completions_where_there_is_nothing_else_and_that_is_remembered(
    client: Provider, fake: FakeProvider
) -> None:
    fake.texts.dialects = {"chat/completions"}
    first, second = await heard(client), await heard(client)
    assert first == second
    assert fake.texts.paths == ["responses", "chat/completions", "chat/completions"]
    roles = [message["role"] for message in fake.texts.asked[0]["messages"]]
    assert roles == ["system", "user", "assistant", "tool"]


@pytest.mark.parametrize("dialect", ["responses", "chat/completions"])
async def test_a_tool_call_comes_whole(client: Provider, fake: FakeProvider, dialect: str) -> None:
    fake.texts.dialects = {dialect}
    call = Call("recall", '{"words": "NAS"}')
    fake.texts.says([call])
    assert Called(call.id, call.name, call.arguments) in await heard(client)


@pytest.mark.parametrize("dialect", ["responses", "chat/completions"])
async def test_a_stream_that_breaks_off_is_no_whole_answer(
    client: Provider, fake: FakeProvider, dialect: str
) -> None:
    fake.texts.dialects = {dialect}
    fake.texts.says(["Half", BREAKS])
    with pytest.raises(ProviderRefusal) as refused:
        await heard(client)
    assert refused.value.code == "provider_unreachable"


@pytest.mark.parametrize(
    ("status", "code", "ours"),
    [
        (401, "invalid_api_key", "bad_key"),
        (404, "model_not_found", "unknown_model"),
        (429, "rate_limit_exceeded", "too_fast"),
        (400, "context_length_exceeded", "too_long_for_model"),
        (500, None, "provider_refused"),
    ],
)
async def test_a_refusal_is_said_of_an_answer(
    client: Provider, fake: FakeProvider, status: int, code: str | None, ours: str
) -> None:
    fake.refuses(status, code)
    with pytest.raises(ProviderRefusal) as refused:
        await heard(client)
    assert refused.value.code == ours
    assert "voice" not in refused.value.message


async def test_a_server_without_either_is_said_to_be_so(
    client: Provider, fake: FakeProvider
) -> None:
    fake.texts.dialects = set()
    with pytest.raises(ProviderRefusal) as refused:
        await heard(client)
    assert refused.value.code == "no_text_endpoint"
