"""Dictations: exact limits, rows that are no calls, what they cost, and their end."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import CallPolicy, Conversation, Preference, RealtimeSession, User
from chat.services import devices, dictations, logins, sessions
from chat.services.dictations import Wish
from tests.chat.conftest import LAPTOP, wish
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True)


def click(device: UUID = LAPTOP, login: str = "") -> Wish:
    return Wish(client_id=uuid4(), device=device, login=login)


@pytest.fixture
def dictation(alice: User, conversation: Conversation) -> RealtimeSession:
    return dictations.start(alice, conversation.pk, click())[0]


@together
def test_fifty_clicks_at_once_get_exactly_what_a_minute_allows(
    alice: User, conversation: Conversation, settings: Settings
) -> None:
    settings.DICTATION_STARTS_PER_MINUTE = 5
    results = at_once(50, lambda _: dictations.start(alice, conversation.pk, click(uuid4()))[0])
    refused = [one.code for one in results if isinstance(one, Refusal)]
    assert set(refused) == {"too_many_dictations"}
    assert alice.sessions.dictating().count() == 5


@together
def test_one_click_that_is_sent_often_is_one_dictation(
    alice: User, conversation: Conversation
) -> None:
    once = click()
    results = at_once(8, lambda _: dictations.start(alice, conversation.pk, once))
    assert sum(one[1] for one in results if not isinstance(one, Exception)) == 1
    assert alice.sessions.dictating().count() == 1


def test_a_minute_later_there_is_room_again(
    alice: User, dictation: RealtimeSession, settings: Settings
) -> None:
    settings.DICTATION_STARTS_PER_MINUTE = 1
    with pytest.raises(Refusal, match="too_many_dictations"):
        dictations.start(alice, dictation.conversation_id, click())
    alice.sessions.update(started_at=timezone.now() - timedelta(seconds=61))
    assert dictations.start(alice, dictation.conversation_id, click())[1]


def test_what_came_to_nothing_does_not_count(
    alice: User, dictation: RealtimeSession, settings: Settings
) -> None:
    settings.DICTATION_STARTS_PER_MINUTE = 1
    conversation_id = dictation.conversation_id
    dictations.take_back(dictation)
    assert dictations.start(alice, conversation_id, click())[1]


def test_it_hides_a_conversation_from_another_user(bob: User, conversation: Conversation) -> None:
    with pytest.raises(Refusal, match="not_found"):
        dictations.start(bob, conversation.pk, click())


def test_it_is_no_call(alice: User, dictation: RealtimeSession) -> None:
    assert not RealtimeSession.objects.open().exists()
    assert sessions.start(alice, dictation.conversation_id, wish())[1]
    with pytest.raises(Refusal, match="unknown_session"):
        sessions.find(alice, dictation.pk)
    assert dictations.start(alice, dictation.conversation_id, click())[1]


def test_a_new_one_on_a_device_ends_the_one_before_there_only(
    alice: User, dictation: RealtimeSession
) -> None:
    phone = dictations.start(alice, dictation.conversation_id, click(uuid4()))[0]
    laptop = dictations.start(alice, dictation.conversation_id, click())[0]
    dictation.refresh_from_db()
    assert dictation.end_reason == "renewed"
    assert set(alice.sessions.dictating()) == {phone, laptop}


@pytest.mark.parametrize("why", ["stopped", "switched off"])
def test_who_may_not_is_told_why(alice: User, conversation: Conversation, why: str) -> None:
    if why == "stopped":
        CallPolicy.objects.create(user=alice, stopped=True)
    else:
        Preference.objects.create(user=alice, dictation=False)
    with pytest.raises(Refusal) as refused:
        dictations.start(alice, conversation.pk, click())
    assert refused.value.code == {"stopped": "calls_stopped"}.get(why, "dictation_off")
    assert refused.value.status == 403


def test_what_it_cost_is_kept_and_never_becomes_less(
    alice: User, dictation: RealtimeSession
) -> None:
    assert dictations.report(alice, dictation.pk, {"seconds": 4.5, "total_tokens": 9})
    assert not dictations.report(alice, dictation.pk, {"seconds": 6.0}, "ended")
    assert not dictations.report(alice, dictation.pk, {"seconds": 2.0}, "left")
    dictation.refresh_from_db()
    assert dictation.usage == {"seconds": 6.0, "total_tokens": 9}
    assert (dictation.state, dictation.end_reason) == ("ended", "ended")


def test_nobody_reports_another_s(bob: User, dictation: RealtimeSession) -> None:
    with pytest.raises(Refusal, match="unknown_session"):
        dictations.report(bob, dictation.pk, {}, "ended")
    with pytest.raises(Refusal, match="unknown_session"):
        dictations.take_up(bob, dictation.pk)


@together
def test_a_row_opens_one_connection_through_the_server(
    alice: User, dictation: RealtimeSession
) -> None:
    results = at_once(6, lambda _: dictations.take_up(alice, dictation.pk))
    assert sum(isinstance(one, RealtimeSession) for one in results) == 1
    assert RealtimeSession.objects.get().setup == "server"


@pytest.mark.parametrize(
    ("past", "reason"), [({"last_seen_at": 151}, "lost"), ({"started_at": 3601}, "limit")]
)
def test_what_nobody_reports_any_more_or_lasts_too_long_is_ended(
    dictation: RealtimeSession, past: dict[str, int], reason: str
) -> None:
    assert dictations.sweep() == 0
    before = {name: timezone.now() - timedelta(seconds=ago) for name, ago in past.items()}
    RealtimeSession.objects.update(**before)
    assert [dictations.sweep(), dictations.sweep()] == [1, 0]
    dictation.refresh_from_db()
    assert dictation.end_reason == reason
    assert not dictations.may_go_on(dictation.pk)


def test_a_log_out_ends_those_of_that_login(alice: User, conversation: Conversation) -> None:
    here = dictations.start(alice, conversation.pk, click(login="here"))[0]
    there = dictations.start(alice, conversation.pk, click(uuid4(), login="there"))[0]
    logins.end_of_login(alice, "here")
    assert alice.sessions.dictating().get() == there
    here.refresh_from_db()
    assert here.end_reason == "logged_out"


def test_a_device_that_dictates_is_in_no_call(alice: User, conversation: Conversation) -> None:
    dictations.start(alice, conversation.pk, click(login="here"))
    assert not any(device.is_in_call for device in devices.listed(alice, None))
