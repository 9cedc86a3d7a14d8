"""Which ended calls the provider must still be told of."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.utils import timezone

from chat import broadcasts
from chat.models import Conversation, RealtimeSession, User
from chat.services import hang_ups, holding, sessions
from tests.chat.conftest import wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(session: RealtimeSession) -> RealtimeSession:
    """One whose id the server knows."""
    session.call_id = "rtc_1"
    session.save()
    return session


def ended(call: RealtimeSession, reason: str, seconds_ago: int) -> None:
    sessions.end(call.user, call.pk, reason)
    moment = timezone.now() - timedelta(seconds=seconds_ago)
    RealtimeSession.objects.filter(pk=call.pk).update(ended_at=moment)


def test_an_ended_call_is_due_until_the_provider_was_told(call: RealtimeSession) -> None:
    assert hang_ups.due() == []
    ended(call, "limit", 0)
    assert [hang_ups.due(), hang_ups.due()] == [[call], [call]]
    hang_ups.done(call)
    assert hang_ups.due() == []


def test_a_call_without_an_id_cannot_be_hung_up(session: RealtimeSession) -> None:
    ended(session, "ended", 0)
    assert hang_ups.due() == []


def test_a_lost_call_may_come_back_for_a_minute(alice: User, call: RealtimeSession) -> None:
    ended(call, "lost", 30)
    assert hang_ups.due() == []
    ended(call, "lost", 61)
    RealtimeSession.objects.update(ended_at=timezone.now() - timedelta(seconds=61))
    assert hang_ups.due() == [call]
    hang_ups.done(call)
    assert not holding.hold(alice, call.pk).is_open


def test_a_call_that_goes_on_again_is_not_noted_as_told(alice: User, call: RealtimeSession) -> None:
    ended(call, "lost", 61)
    (due,) = hang_ups.due()
    holding.hold(alice, call.pk)
    hang_ups.done(due)
    call.refresh_from_db()
    assert (call.is_open, call.hung_up_at) == (True, None)


def test_the_newest_come_first_and_what_is_over_anyway_is_given_up(alice: User) -> None:
    calls = []
    for number, ago in enumerate([90_000, 7_200, 5]):
        conversation = Conversation.objects.create(owner=alice)
        made = sessions.start(alice, conversation.pk, wish())[0]
        RealtimeSession.objects.filter(pk=made.pk).update(call_id=f"rtc_{number}")
        ended(made, "ended", ago)
        calls.append(made)
    assert hang_ups.due() == [calls[2], calls[1]]


@pytest.mark.django_db(transaction=True)
async def test_the_processes_that_keep_calls_are_told_after_commit(call: RealtimeSession) -> None:
    layer = get_channel_layer()
    process = await layer.new_channel()
    await layer.group_add(broadcasts.SIDEBANDS, process)
    await sync_to_async(sessions.end)(call.user, call.pk, "limit")
    hint = await layer.receive(process)
    assert hint == {"type": "hang.up.due", "session": str(call.pk)}
