"""A failed tool of a call through the server is run again by its person: the server tells the provider."""

import json
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from chat.models import Message, RealtimeSession, ToolCall, User
from chat.services import sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear
from tests.chat.realtime.conftest import until
from tests.chat.relayed import Caller
from tests.fakes.calls import FakeCall
from tests.fakes.provider import FakeProvider
from tools import registry
from tools.base import ToolResult

pytestmark = pytest.mark.django_db(transaction=True)
OF = ("session__user",)


async def run_again(user: User, call: ToolCall) -> None:
    client = AsyncClient()
    await client.aforce_login(user)
    path = f"/conversations/{call.session.conversation_id}/tool-calls/{call.pk}/runs/"
    body = {"attempts": call.attempts}
    answer = await client.post(path, body, content_type="application/json")
    assert answer.json()["state"] == "done"


async def takes_the_new_output(line: FakeCall, call: ToolCall) -> None:
    """In the place of the old one, and answers once."""
    line.said()
    await run_again(call.session.user, call)
    assert (await line.hears("conversation.item.delete"))["item_id"] == call.output_item_id
    item = (await line.hears("conversation.item.create"))["item"]
    assert (item["id"], json.loads(item["output"])["success"]) == (call.output_item_id, True)
    await line.hears("response.create")
    line.finishes()
    await until(lambda: ToolCall.objects.exclude(delivered_at=None).exists())
    assert {event["type"] for event in line.said()} <= {"conversation.item.retrieve"}
    row = await Message.objects.aget(pk=call.message_id)
    assert row.status == "final"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The clock stands still, until this is undone."""

    def crash(*_: object) -> ToolResult:
        raise RuntimeError("It stands still.")

    tool = registry.find("get_current_time")
    assert tool
    monkeypatch.setitem(registry._tools, tool.name, replace(tool, run=crash))
    return monkeypatch


async def test_the_new_output_takes_the_place_of_the_old_one_and_is_answered_once(
    caller: Caller, provider: FakeProvider, broken: pytest.MonkeyPatch
) -> None:
    provider.line.happens(*said.called())
    await provider.line.hears("response.create")
    provider.line.finishes()
    await until(lambda: ToolCall.objects.exclude(delivered_at=None).exists())
    broken.undo()
    await takes_the_new_output(provider.line, await ToolCall.objects.select_related(*OF).aget())
    await caller.closes()


async def test_so_does_that_of_an_earlier_call_that_was_told_again(
    session: RealtimeSession, ear: Ear, provider: FakeProvider, broken: pytest.MonkeyPatch
) -> None:
    (made,) = (await sync_to_async(ear.hears)(*said.called())).tool_calls
    await sync_to_async(tool_calls.run)(made)
    await sync_to_async(ear.hears)(said.added(said.output(made.hex)))
    await sync_to_async(sessions.end)(session.user, session.pk, "ended")
    start = sync_to_async(sessions.start)
    later, _ = await start(session.user, session.conversation_id, wish(transport="socket"))
    caller = await Caller.of(later)
    broken.undo()
    await takes_the_new_output(provider.line, await ToolCall.objects.select_related(*OF).aget())
    await caller.closes()
