"""A call that its socket alone starts: without a page, by what the address says."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from chat.models import Assistant, CallPolicy, Conversation, RealtimeSession, User
from chat.services import sessions
from tests.chat.conftest import wish
from tests.chat.relayed import Caller, refusal
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


async def started(user: User, path: str) -> tuple[Caller, RealtimeSession]:
    caller = await Caller.at(path, user)
    assert await caller.opens()
    ready = await caller.hears("parley.ready")
    session = await RealtimeSession.objects.select_related("conversation").aget(pk=ready["session"])
    return caller, session


async def test_a_socket_alone_makes_a_conversation_and_a_call_that_ends_with_it(
    alice: User, provider: FakeProvider
) -> None:
    caller, session = await started(alice, "/ws/voice/")
    assert (session.conversation.owner_id, session.transport) == (alice.pk, "socket")
    await caller.closes()
    await session.arefresh_from_db()
    assert (session.end_reason, session.is_open) == ("left", False)


async def test_the_address_names_voice_model_and_assistant(
    alice: User, provider: FakeProvider
) -> None:
    ann = await Assistant.objects.acreate(owner=alice, name="Ann", instructions="Be brief.")
    asked = f"voice=coral&model=gpt-realtime-2.1-mini&assistant={ann.pk}"
    caller, session = await started(alice, f"/ws/voice/?{asked}")
    assert (session.voice, session.model) == ("coral", "gpt-realtime-2.1-mini")
    assert session.conversation.assistant_id == ann.pk
    assert provider.line.session["model"] == "gpt-realtime-2.1-mini"
    assert provider.line.session["audio"]["output"]["voice"] == "coral"
    assert "Be brief." in provider.line.session["instructions"]
    await caller.closes()


async def test_in_a_conversation_it_changes_nothing_but_this_call(
    alice: User, conversation: Conversation, provider: FakeProvider
) -> None:
    caller, session = await started(alice, f"/ws/voice/{conversation.pk}/?voice=coral")
    await conversation.arefresh_from_db()
    assert (session.voice, session.conversation_id) == ("coral", conversation.pk)
    assert conversation.voice == ""
    await caller.closes()


@pytest.mark.parametrize(
    "asked", ["voice=nobody", "model=gpt-9", "session=1", "assistant=x", "device=x"]
)
async def test_what_does_not_exist_is_refused_and_no_call_is_made(
    alice: User, provider: FakeProvider, asked: str
) -> None:
    caller = await Caller.at(f"/ws/voice/?{asked}", alice)
    assert await refusal(caller) == ("bad_field", 1008)
    assert await RealtimeSession.objects.acount() == 0


async def test_another_s_assistant_and_a_missing_one_do_not_open(alice: User, bob: User) -> None:
    his = await Assistant.objects.acreate(owner=bob, name="His")
    for assistant in (his.pk, uuid4()):
        caller = await Caller.at(f"/ws/voice/?assistant={assistant}", alice)
        assert not await caller.opens()


async def test_the_limits_of_a_call_hold_without_a_page(alice: User) -> None:
    await CallPolicy.objects.acreate(stopped=True)
    caller = await Caller.at("/ws/voice/", alice)
    assert await refusal(caller) == ("calls_stopped", 1008)


async def test_an_administrator_s_word_for_webrtc_closes_it(alice: User) -> None:
    await CallPolicy.objects.acreate(transport="webrtc")
    caller = await Caller.at("/ws/voice/", alice)
    assert await refusal(caller) == ("other_transport", 1008)


async def test_a_call_elsewhere_is_taken_over_only_when_asked_to(
    alice: User, conversation: Conversation, provider: FakeProvider
) -> None:
    elsewhere = wish(device=uuid4())
    first, _ = await sync_to_async(sessions.start)(alice, conversation.pk, elsewhere)
    path = f"/ws/voice/{conversation.pk}/"
    assert await refusal(await Caller.at(path, alice)) == ("call_elsewhere", 1008)
    caller, _ = await started(alice, f"{path}?take_over=1")
    await first.arefresh_from_db()
    assert first.end_reason == "taken_over"
    await caller.closes()
