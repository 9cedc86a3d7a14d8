"""How a call through the server ends, and what its browser is told of that."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from pytest_django import Settings

from chat.consumers.farewell import farewell
from chat.models import CallPolicy, RealtimeSession, User
from chat.services import limits, sessions
from tests.chat.realtime.conftest import until
from tests.chat.relayed import Caller, path_of, refusal
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


async def ended(call: RealtimeSession) -> str:
    await call.arefresh_from_db()
    return call.end_reason


@pytest.mark.parametrize(("status", "said"), [(401, ("bad_key", 1008)), (429, ("too_fast", 1013))])
async def test_what_the_provider_refuses_is_said_and_the_call_has_failed(
    call: RealtimeSession, provider: FakeProvider, status: int, said: tuple[str, int]
) -> None:
    provider.refuses_sideband(status)
    caller = await Caller.at(path_of(call.conversation_id, call.pk), call.user)
    assert await refusal(caller) == said
    assert await ended(call) == "failed"


async def test_a_provider_that_breaks_off_leaves_the_call_to_its_page(
    caller: Caller, call: RealtimeSession, provider: FakeProvider
) -> None:
    provider.line.drops()
    assert await caller.closing_code() == 1011
    assert await ended(call) == ""
    await until(lambda: not RealtimeSession.objects.attached().exists())


async def test_a_page_that_ends_its_call_is_told_so(caller: Caller, call: RealtimeSession) -> None:
    await sync_to_async(sessions.end)(call.user, call.pk, "ended")
    assert (await caller.hears("parley.over"))["reason"] == "ended"
    assert await caller.closing_code() == 1000


async def test_an_administrator_s_stop_ends_it(
    caller: Caller, call: RealtimeSession, admin: User
) -> None:
    policy = await CallPolicy.objects.aget(user=None, group=None)
    policy.stopped = True
    await sync_to_async(limits.decide)(policy, admin)
    assert (await caller.hears("parley.over"))["reason"] == "stopped"
    assert await caller.closing_code() == 1000


async def test_it_ends_at_its_limit_without_a_hint(
    caller: Caller, call: RealtimeSession, settings: Settings
) -> None:
    settings.CALL_SECONDS = 1
    assert (await caller.hears("parley.over"))["reason"] == "limit"
    assert await caller.closing_code() == 1000


async def test_when_the_process_stops_the_browser_is_told_to_come_back(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(farewell, "is_said", False)
    saying = asyncio.create_task(farewell.say(5))
    assert await caller.closing_code() == 1012
    assert await saying == 0


async def test_when_the_browser_goes_its_page_still_has_the_call(
    caller: Caller, call: RealtimeSession, provider: FakeProvider
) -> None:
    await caller.closes()
    assert await ended(call) == ""
    await until(lambda: not RealtimeSession.objects.attached().exists())


async def test_a_browser_that_breaks_off_while_it_is_told_something_is_gone(
    caller: Caller, call: RealtimeSession, provider: FakeProvider
) -> None:
    caller.is_gone = True
    provider.line.happens({"type": "rate_limits.updated"})
    await until(lambda: not RealtimeSession.objects.attached().exists())
    await caller.socket.wait()
