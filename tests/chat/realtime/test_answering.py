"""Classic answers from the post to the row: streamed, with tools, stopped, refused, taken up again."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Conversation, Message, Mode, RealtimeSession, ToolCall, User
from chat.realtime import calls, tool_runs
from chat.services import answers, approvals, messages
from chat.services.approvals import Choice
from tests.chat.realtime.conftest import until
from tests.chat.tab import Tab
from tests.fakes.provider import FakeProvider
from tests.fakes.texts import BREAKS, Call, Gate
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db(transaction=True)

Status = Message.Status
TIME = Call("get_current_time", '{"timezone": "Asia/Tokyo"}')


class Classic:
    """Alice's conversation in Classic, and a tab that watches it."""

    def __init__(self, alice: User, conversation: Conversation, tab: Tab) -> None:
        self.alice, self.conversation, self.tab = alice, conversation, tab

    async def asks(self, text: str = "What time is it?") -> RealtimeSession:
        await stored(messages.post)(self.alice, self.conversation.pk, uuid4(), text)
        return await calls.ask(self.alice, self.conversation.pk)

    async def is_over(self) -> None:
        await until(lambda: not RealtimeSession.objects.open().exists())

    async def rows(self) -> list[tuple[str, str, str]]:
        rows = self.conversation.messages.order_by("sequence")
        return [(row.role, row.status, row.content) async for row in rows]

    async def ended(self) -> RealtimeSession:
        return await RealtimeSession.objects.answers().alatest("started_at")


@pytest.fixture
async def classic(
    alice: User, conversation: Conversation, provider: FakeProvider
) -> AsyncIterator[Classic]:
    await Conversation.objects.aupdate(mode=Mode.CLASSIC)
    tab = await Tab.of(alice)
    await tab.asks("watch", "changes", conversation=conversation.pk, after_revision=0)
    yield Classic(alice, conversation, tab)
    await tab.closes()


async def test_an_answer_is_streamed_and_stored(classic: Classic, provider: FakeProvider) -> None:
    gate = Gate()
    provider.texts.says(["It is ", gate, "noon."])
    await classic.asks()
    seen = await classic.tab.hears("partial")
    assert (seen["role"], seen["content"]) == ("assistant", "It is ")
    gate.open()
    await classic.is_over()
    assert (await classic.rows())[-1] == ("assistant", "final", "It is noon.")
    assert (await classic.ended()).usage["total_tokens"] == 16


async def test_it_uses_tools_and_goes_on(classic: Classic, provider: FakeProvider) -> None:
    provider.texts.says([TIME], ["It is late in Tokyo."])
    await classic.asks()
    await classic.is_over()
    assert [row[0] for row in await classic.rows()] == ["user", "tool", "assistant"]
    told = provider.texts.asked[1]["input"]
    assert [item.get("type", "message") for item in told] == [
        "message",
        "function_call",
        "function_call_output",
    ]
    assert not await ToolCall.objects.filter(delivered_at=None).aexists()


async def test_a_tool_that_asks_waits_for_the_word_and_the_answer_goes_on(
    classic: Classic, provider: FakeProvider
) -> None:
    await ToolPolicy.objects.acreate(tool=TIME.name, user=classic.alice, decision="ask")
    provider.texts.says([TIME], ["It is late in Tokyo."])
    await classic.asks()
    await classic.is_over()
    call = await ToolCall.objects.aget(state="waiting")
    once = Choice("once", call.arguments_hash)
    await stored(approvals.decide)(classic.alice, classic.conversation.pk, call.pk, once)
    await tool_runs.begin(call.pk)
    await until(lambda: Message.objects.filter(content="It is late in Tokyo.").exists())
    assert [row[0] for row in await classic.rows()] == ["user", "tool", "assistant"]


async def test_a_stop_keeps_what_was_said(classic: Classic, provider: FakeProvider) -> None:
    provider.texts.says(["As far ", "as this", Gate(), "never"])
    await classic.asks()
    await classic.tab.hears("partial", content="As far as this")
    await stored(answers.stop)(classic.alice, classic.conversation.pk)
    await until(lambda: Message.objects.filter(status="interrupted").exists())
    await until(lambda: Message.objects.filter(content="As far as this").exists())
    assert (await classic.ended()).end_reason == "ended"


async def test_a_provider_that_breaks_off_leaves_a_row_that_says_so(
    classic: Classic, provider: FakeProvider
) -> None:
    provider.texts.says(["Half", BREAKS])
    await classic.asks()
    await classic.is_over()
    assert (await classic.rows())[-1] == ("assistant", "failed", "Half")
    assert (await classic.ended()).problem == "provider_unreachable"


async def test_the_row_that_failed_says_why_as_soon_as_it_is_told(
    classic: Classic, provider: FakeProvider
) -> None:
    provider.texts.says(["Half", BREAKS])
    await classic.asks()
    told: list[str] = []
    while not any('data-status="failed"' in html for html in told):
        changes = await classic.tab.hears("changes")
        told = [row["html"] for row in changes["messages"]]
    assert "its provider cannot be reached" in told[-1]


async def test_a_refusal_is_a_row_and_the_next_try_takes_its_place(
    classic: Classic, provider: FakeProvider
) -> None:
    provider.refuses(429, "rate_limit_exceeded")
    await classic.asks()
    await classic.is_over()
    assert (await classic.rows())[-1] == ("assistant", "failed", "")
    await calls.ask(classic.alice, classic.conversation.pk)
    await classic.is_over()
    assert [row[2] for row in await classic.rows()] == ["What time is it?", "Hello there."]


async def test_what_is_said_meanwhile_is_answered_next(
    classic: Classic, provider: FakeProvider
) -> None:
    gate = Gate()
    provider.texts.says(["First", gate, "."], ["Second."])
    first = await classic.asks("One?")
    await until(lambda: Message.objects.filter(role="assistant").exists())  # it has its place
    assert await classic.asks("Two?") == first
    gate.open()
    await classic.is_over()
    assert [row[2] for row in await classic.rows()] == ["One?", "First.", "Two?", "Second."]
