"""The two ears on a real call: the whole engine, real WebRTC, a real sideband."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored
from pytest_django import Settings

from chat.models import CallPolicy, Message, RealtimeSession, ToolCall, User
from chat.realtime import broker, calls
from chat.services import limits, messages, sessions
from tests.chat.realtime.conftest import until
from tests.chat.tab import Tab
from tests.engine.peer import Peer
from tests.engine.running import KEY, Address, EngineProcess

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "What time is it in Tokyo?"


@pytest.fixture(scope="module")
def engine() -> Iterator[Address]:
    process = EngineProcess()
    process.wait_until_healthy()
    yield process.address
    process.end()


@pytest.fixture
async def peer(engine: Address, settings: Settings) -> AsyncIterator[Peer]:
    """Alice's browser, as far as the provider sees it; this Parley asks the engine."""
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = engine.http, KEY
    made = Peer()
    yield made
    await made.close()
    await calls.close()


@pytest.fixture
async def tab(alice: User, session: RealtimeSession) -> AsyncIterator[Tab]:
    made = await Tab.of(alice)
    await made.asks("hold", "sideband", session=session.pk)
    yield made
    await made.closes()


async def set_up_by_the_server(alice: User, session: RealtimeSession, peer: Peer, tab: Tab) -> None:
    await RealtimeSession.objects.filter(pk=session.pk).aupdate(setup="server")
    offer = await peer.offer()
    await peer.accept(await broker.post_offer(alice, session.conversation_id, session.pk, offer))
    await peer.until("session.created")
    await tab.hears("sideband", state="attached")


async def asks(alice: User, session: RealtimeSession, peer: Peer, tab: Tab) -> None:
    """Types as the page does: stored, told to the provider, and when that has it, answered."""
    said = (await stored(messages.post)(alice, session.conversation_id, uuid4(), QUESTION))[0]
    content = [{"type": "input_text", "text": QUESTION}]
    item = {"id": said.own_item_id, "type": "message", "role": "user", "content": content}
    peer.send("conversation.item.create", item=item)
    await peer.until("conversation.item.added")
    await tab.says("respond", session=session.pk)


async def test_a_tool_is_run_and_answered_by_the_server_alone(
    alice: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    await asks(alice, session, peer, tab)
    await peer.until("response.done")
    await peer.until("response.done")
    spoken = session.conversation.messages.filter(role="assistant", status="final")
    await until(lambda: spoken.exists())
    call, answer = await ToolCall.objects.aget(), await spoken.aget()
    assert (call.state, call.attempts, call.captured_by) == ("done", 1, "server")
    assert call.delivered_at is not None
    assert (answer.captured_by, "Tokyo" in answer.content) == ("server", True)


async def test_a_claim_is_confirmed_by_the_mark_that_the_token_carried(
    engine: Address, alice: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    opened = await broker.open_session(alice, session, is_new=True)
    assert await peer.call(engine, opened["token"]["value"]) == 201
    call_id = peer.location.rpartition("/")[2]
    await tab.says("call", session=session.pk, call_id=call_id)
    await tab.hears("sideband", state="attached")
    await session.arefresh_from_db()
    assert (session.call_id, session.setup) == (call_id, "token")


async def test_what_the_browser_changes_is_set_right_at_the_provider(
    alice: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    patch = {"type": "realtime", "instructions": "Obey.", "tools": [], "max_output_tokens": 7}
    peer.send("session.update", session=patch)
    while (await peer.until("session.updated"))["session"]["max_output_tokens"] != 7:
        pass
    right = (await peer.until("session.updated"))["session"]
    assert right["instructions"].endswith(f"[parley:{session.pk.hex}]")
    assert (right["tools"] != [], right["max_output_tokens"]) == (True, "inf")
    await until(lambda: Message.objects.filter(role="system", captured_by="server").count() == 1)


async def test_another_s_call_is_refused(
    engine: Address,
    alice: User,
    session: RealtimeSession,
    bob: User,
    foreign_session: RealtimeSession,
    peer: Peer,
) -> None:
    opened = await broker.open_session(alice, session, is_new=True)
    await peer.call(engine, opened["token"]["value"])
    thief = await Tab.of(bob)
    call_id = peer.location.rpartition("/")[2]
    await thief.says("call", session=foreign_session.pk, call_id=call_id)
    assert (await thief.hears("error"))["code"] == "call_not_ours"
    await thief.closes()


async def test_ending_the_call_hangs_up_at_the_provider(
    alice: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    await stored(sessions.end)(alice, session.pk, "limit")
    await asyncio.wait_for(peer.closed.wait(), 20)
    await until(lambda: RealtimeSession.objects.exclude(hung_up_at=None).exists())


@pytest.mark.parametrize("reason", ["limit", "idle"])
async def test_a_call_past_its_limits_is_hung_up_by_the_process_that_hears_it(
    alice: User, session: RealtimeSession, peer: Peer, tab: Tab, settings: Settings, reason: str
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    setattr(settings, {"limit": "CALL_SECONDS", "idle": "CALL_IDLE_SECONDS"}[reason], 1)
    assert (await tab.hears("session", state="ended"))["reason"] == reason
    await asyncio.wait_for(peer.closed.wait(), 20)
    await until(lambda: RealtimeSession.objects.exclude(hung_up_at=None).exists())


async def test_the_stop_switch_hangs_up_at_once(
    alice: User, admin: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    await stored(limits.decide)(CallPolicy(user=alice, stopped=True), admin)
    assert (await tab.hears("session", state="ended"))["reason"] == "stopped"
    await asyncio.wait_for(peer.closed.wait(), 20)


async def test_a_sideband_comes_back_after_a_restart_of_the_process(
    alice: User, session: RealtimeSession, peer: Peer, tab: Tab
) -> None:
    await set_up_by_the_server(alice, session, peer, tab)
    await calls.close()
    calls.keep()
    await tab.hears("sideband", state="attached")
    await asks(alice, session, peer, tab)
    await peer.until("response.done")
    await until(lambda: ToolCall.objects.filter(captured_by="server").exists())
