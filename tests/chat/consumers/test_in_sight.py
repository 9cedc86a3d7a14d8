"""Relayed calls stay in sight without a tab, and end with the log-in that they came from."""

from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat.consumers import in_sight
from chat.models import Conversation, RealtimeSession, User
from chat.services import holding, logins, sessions
from tests.chat.conftest import wish
from tests.chat.realtime.conftest import until
from tests.chat.relayed import Caller
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _rounds_come_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_sight, "ROUND_S", 0.05)


async def unseen(*calls: RealtimeSession) -> None:
    pks = [call.pk for call in calls]
    await RealtimeSession.objects.filter(pk__in=pks).aupdate(last_seen_at=timezone.now() - LONG_AGO)


def stale() -> bool:
    return RealtimeSession.objects.stale().exists()


async def test_all_calls_of_a_process_are_seen_together(
    caller: Caller, call: RealtimeSession, bob: User, provider: FakeProvider
) -> None:
    conversation = await Conversation.objects.acreate(owner=bob)
    other = (await sync_to_async(sessions.start)(bob, conversation.pk, wish(transport="socket")))[0]
    second = await Caller.of(other)
    await unseen(call, other)
    await until(lambda: not stale())
    await second.closes()
    await unseen(call)
    await until(lambda: not stale())


async def test_a_round_that_failed_is_not_the_last(
    caller: Caller, call: RealtimeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = holding.seen
    failed: list[object] = []

    def fails_once(*session_ids: UUID) -> None:
        if not failed:
            failed.append(session_ids)
            raise ValueError("something nobody thought of")
        seen(*session_ids)

    monkeypatch.setattr(holding, "seen", fails_once)
    await unseen(call)
    await until(lambda: bool(failed) and not stale())


async def test_a_log_in_that_ended_without_a_hint_ends_its_call(
    caller: Caller, call: RealtimeSession
) -> None:
    login = await Session.objects.aget()
    mine = logins.login_of(login.session_key)
    await RealtimeSession.objects.filter(pk=call.pk).aupdate(login=mine)
    await login.adelete()
    assert (await caller.hears("parley.over"))["reason"] == "logged_out"
    assert await caller.closing_code() == 1000


async def test_nothing_goes_round_when_no_call_is_left(caller: Caller) -> None:
    assert in_sight.in_sight._task
    await caller.closes()
    assert in_sight.in_sight._task is None
