"""Posts of Classic: said and answered, asked again, stopped, switched; another's is not there."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import AsyncClient

from chat.models import Conversation, Mode, Preference, RealtimeSession, User
from tests.chat.realtime.conftest import until
from tests.fakes.provider import FakeProvider
from tests.fakes.texts import Gate

pytestmark = pytest.mark.django_db(transaction=True)


async def post(caller: AsyncClient, conversation: Conversation, what: str, **body: Any) -> Any:
    address = f"/conversations/{conversation.pk}/{what}/"
    return await caller.post(address, body, content_type="application/json")


async def say(caller: AsyncClient, conversation: Conversation, **body: Any) -> Any:
    fields = {"client_id": str(uuid4()), "content": "What time is it?", **body}
    return await post(caller, conversation, "messages", **fields)


@pytest.fixture
async def classic(conversation: Conversation, provider: FakeProvider) -> Conversation:
    await Conversation.objects.filter(pk=conversation.pk).aupdate(mode=Mode.CLASSIC)
    return conversation


async def test_a_message_is_stored_and_answered(
    caller: AsyncClient, classic: Conversation, provider: FakeProvider
) -> None:
    said = (await say(caller, classic)).json()
    assert said["mode"] == "classic"
    await until(lambda: classic.messages.filter(role="assistant", status="final").exists())
    assert str((await RealtimeSession.objects.aget()).pk) == said["answering"]


async def test_said_twice_it_is_answered_once(
    caller: AsyncClient, classic: Conversation, provider: FakeProvider
) -> None:
    gate, client_id = Gate(), str(uuid4())
    provider.texts.says([gate, "Once."])
    first = await say(caller, classic, client_id=client_id)
    again = await say(caller, classic, client_id=client_id)
    gate.open()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    await until(lambda: classic.messages.filter(status="final", role="assistant").count() == 1)


async def test_what_cannot_be_answered_is_stored_and_says_why(
    caller: AsyncClient, classic: Conversation, settings: Any
) -> None:
    settings.ANSWERS_PER_MINUTE = 0
    said = await say(caller, classic)
    assert said.status_code == 201
    assert said.json()["problem"]["code"] == "too_many_answers"
    assert await classic.messages.acount() == 1


async def test_in_live_nothing_is_answered_here(
    caller: AsyncClient, conversation: Conversation
) -> None:
    assert (await say(caller, conversation)).json()["mode"] == "live"
    assert not await RealtimeSession.objects.aexists()


async def test_a_stop_ends_it(
    caller: AsyncClient, classic: Conversation, provider: FakeProvider
) -> None:
    provider.texts.says(["So far", Gate()])
    await say(caller, classic)
    await until(lambda: classic.messages.filter(content="So far").exists())
    assert (await post(caller, classic, "answers/end")).status_code == 204
    await until(lambda: classic.messages.filter(status="interrupted").exists())


async def test_a_switch_says_whose_voice_is_heard_now(
    caller: AsyncClient, alice: User, conversation: Conversation
) -> None:
    await Preference.objects.acreate(user=alice, classic_voice="onyx")
    there = (await post(caller, conversation, "mode", mode="classic")).json()
    back = (await post(caller, conversation, "mode", mode="live")).json()
    assert [there["voice"], there["notes"]] == ["onyx", []]
    assert [back["voice"], len(back["notes"])] == ["echo", 1]


@pytest.mark.parametrize("what", ["answers", "answers/end", "mode"])
async def test_anothers_conversation_is_not_there(
    caller: AsyncClient, foreign: Conversation, what: str
) -> None:
    assert (await post(caller, foreign, what, mode="classic")).status_code == 404


async def test_a_mode_that_there_is_not_is_refused(
    caller: AsyncClient, conversation: Conversation
) -> None:
    assert (await post(caller, conversation, "mode", mode="loud")).status_code == 400
