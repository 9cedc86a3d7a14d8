"""Where a person is logged in."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, User
from chat.services import devices, logins, sessions
from tests.chat.conftest import wish

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"


def logged_in(user: User, address: str = "1.1.1.7") -> str:
    """A browser of theirs that has opened a page; its session key."""
    client = Client()
    client.force_login(user)
    key = client.session.session_key or ""
    devices.note_use(user, devices.Visit(key, address, FIREFOX))
    return key


def keys_of(user: User) -> set[str]:
    return set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))


def test_this_one_stands_first_with_its_browser_and_place(alice: User) -> None:
    here = logged_in(alice)
    logged_in(alice, "192.168.1.5")
    first, second = devices.listed(alice, here)
    assert (first.is_this, first.name, first.place) == (
        True,
        "Firefox on Linux",
        "Address 1.1.1.7",
    )
    assert (second.is_this, second.place) == (False, "Local network, 192.168.1.5")


def test_it_hides_the_devices_of_another_user(alice: User, bob: User) -> None:
    logged_in(bob)
    assert devices.listed(alice, None) == []


def test_a_log_in_that_ran_out_is_not_listed_any_more(alice: User) -> None:
    key = logged_in(alice)
    Session.objects.filter(pk=key).update(expire_date=timezone.now())
    assert devices.listed(alice, key) == []
    assert keys_of(alice) == set()


def test_a_log_in_by_an_old_password_is_not_listed_any_more(alice: User) -> None:
    key = logged_in(alice)
    alice.set_password("another-one")
    alice.save()
    assert devices.listed(alice, key) == []


def test_a_device_in_a_call_says_so(alice: User, conversation: Conversation) -> None:
    key = logged_in(alice)
    sessions.start(alice, conversation.pk, wish(login=logins.login_of(key)))
    assert [one.is_in_call for one in devices.listed(alice, None)] == [True]


def test_use_is_noted_once_a_minute(alice: User) -> None:
    key = logged_in(alice)
    long_ago = timezone.now() - timedelta(days=2)
    UserSession.objects.update(last_seen_at=long_ago)
    devices.note_use(alice, devices.Visit(key, "1.1.1.8", FIREFOX))
    assert [one.is_in_use for one in devices.listed(alice, None)] == [False]
    cache.delete(f"used:{logins.login_of(key)}")
    devices.note_use(alice, devices.Visit(key, "1.1.1.8", FIREFOX))
    (device,) = devices.listed(alice, None)
    assert (device.is_in_use, device.place) == (True, "Address 1.1.1.8")


def test_use_makes_no_device_of_a_log_in_that_has_ended(alice: User) -> None:
    devices.note_use(alice, devices.Visit("gone", "1.1.1.7", FIREFOX))
    assert keys_of(alice) == set()


def test_logging_out_ends_the_log_in_and_its_call(alice: User, conversation: Conversation) -> None:
    here, there = logged_in(alice), logged_in(alice)
    login = logins.login_of(there)
    session = sessions.start(alice, conversation.pk, wish(login=login))[0]
    devices.log_out(alice, UserSession.objects.get(session_key=there).pk)
    session.refresh_from_db()
    assert (keys_of(alice), session.end_reason) == ({here}, "logged_out")
    assert not Session.objects.filter(pk=there).exists()


def test_another_s_device_and_a_missing_one_are_refused_alike(alice: User, bob: User) -> None:
    theirs = UserSession.objects.get(session_key=logged_in(bob)).pk
    refusals = []
    for device_id in (theirs, theirs + 1):
        with pytest.raises(Refusal) as refusal:
            devices.log_out(alice, device_id)
        refusals.append((refusal.value.code, refusal.value.message, refusal.value.status))
    assert refusals[0] == refusals[1] == ("not_found", "There is no such device.", 404)
    assert len(keys_of(bob)) == 1


def test_all_others_are_logged_out_and_this_one_and_other_people_stay(
    alice: User, bob: User
) -> None:
    here, theirs = logged_in(alice), logged_in(bob)
    logged_in(alice)
    logged_in(alice)
    devices.log_out_others(alice, here)
    assert (keys_of(alice), keys_of(bob)) == ({here}, {theirs})


def test_an_open_page_is_in_use(alice: User) -> None:
    key = logged_in(alice)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=2))
    assert devices.look(alice.pk, key)
    assert [one.is_in_use for one in devices.listed(alice, None)] == [True]
