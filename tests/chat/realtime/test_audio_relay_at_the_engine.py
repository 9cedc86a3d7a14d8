"""A call through the server at the whole engine: speech there, sound and rows back, a tool on the way."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored
from pytest_django import Settings

from chat.models import Conversation, ToolCall, User
from chat.realtime import calls
from chat.services import messages, sessions
from tests.chat.conftest import wish
from tests.chat.realtime.conftest import until
from tests.chat.relayed import Caller
from tests.engine.running import KEY, Address, EngineProcess
from tests.engine.speech import pcm_24k

pytestmark = pytest.mark.django_db(transaction=True)
FRAME = 1_920
QUESTION = "What time is it in Tokyo?"


@pytest.fixture(scope="module")
def engine() -> Iterator[Address]:
    process = EngineProcess()
    process.wait_until_healthy()
    yield process.address
    process.end()


@pytest.fixture
async def caller(
    engine: Address, settings: Settings, alice: User, conversation: Conversation
) -> AsyncIterator[Caller]:
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = engine.http, KEY
    start = stored(sessions.start)
    session, _ = await start(alice, conversation.pk, wish(transport="socket"))
    made = await Caller.of(session)
    yield made
    await made.closes()
    await calls.close()


async def speaks(caller: Caller, words: str) -> None:
    pcm = pcm_24k(words) + bytes(48_000)
    for at in range(0, len(pcm), 24_000):
        await caller.speaks(pcm[at : at + 24_000])


async def plays(caller: Caller) -> None:
    """Hears the answer to its end, and says so as it goes."""
    while True:
        before = sum(map(len, caller.frames))
        frame = await caller._next()
        if frame and frame["type"] == "response.done":
            return
        if sum(map(len, caller.frames)) // 24_000 > before // 24_000:
            ms = len(caller.sound[caller.item]) // 48
            await caller.says("parley.played", item_id=caller.item, ms=ms)


async def types(caller: Caller, user: User, conversation: Conversation, words: str) -> None:
    """As the page does: stored, told, and when the provider has it, answered."""
    said = (await stored(messages.post)(user, conversation.pk, uuid4(), words))[0]
    content = [{"type": "input_text", "text": words}]
    item = {"id": said.own_item_id, "type": "message", "role": "user", "content": content}
    await caller.says("conversation.item.create", item=item)
    await caller.hears("conversation.item.added")
    await caller.says("response.create")


async def test_what_is_said_is_heard_answered_aloud_and_written_down_by_the_server(
    caller: Caller, conversation: Conversation
) -> None:
    await speaks(caller, "hello how are you")
    await caller.hears("input_audio_buffer.committed")
    await plays(caller)
    assert sum(map(len, caller.frames)) > 24_000
    assert max(map(len, caller.frames)) <= FRAME
    answer = conversation.messages.filter(role="assistant", status="final", kind="voice")
    asked = conversation.messages.filter(role="user", status="final", kind="voice")
    await until(lambda: answer.exists() and asked.exists())
    rows = [row async for row in conversation.messages.in_order()]
    assert [(row.role, row.captured_by) for row in rows] == [
        ("user", "server"),
        ("assistant", "server"),
    ]


async def test_a_tool_is_run_by_the_server_and_its_answer_spoken(
    caller: Caller, alice: User, conversation: Conversation
) -> None:
    await types(caller, alice, conversation, QUESTION)
    await plays(caller)
    await plays(caller)
    call = await ToolCall.objects.aget()
    assert (call.state, call.attempts, call.captured_by) == ("done", 1, "server")
    answer = conversation.messages.filter(role="assistant", status="final")
    await until(answer.exists)
    assert "Tokyo" in (await answer.aget()).content
    assert len(caller.sound) == 1


async def test_a_new_call_knows_what_was_said_before_and_answers_what_is_due(
    engine: Address, settings: Settings, alice: User, conversation: Conversation
) -> None:
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = engine.http, KEY
    await stored(messages.post)(alice, conversation.pk, uuid4(), QUESTION)
    session, _ = await stored(sessions.start)(alice, conversation.pk, wish(transport="socket"))
    caller = await Caller.of(session)
    await plays(caller)
    await plays(caller)
    assert await ToolCall.objects.acount() == 1
    assert await conversation.messages.filter(role="user").acount() == 1
    await caller.closes()
    await calls.close()
