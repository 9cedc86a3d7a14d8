"""Notifications: short, few, and the person's alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import User
from chat.services import notifications
from tests.tools.using import refuses, use
from tools.models import Notification
from tools.models.notification import MAX_CHARACTERS, MOST_A_MINUTE, MOST_AN_HOUR

pytestmark = pytest.mark.django_db
NAME = "create_notification"


def shown(user: User) -> list[str]:
    return [one["text"] for one in notifications.latest(user)]


def test_one_is_shown_to_the_person_alone(alice: User, bob: User) -> None:
    done = use(alice, NAME, text=" The tea \n is ready. ", level="success")
    assert done.message == "I have shown it on your devices."
    assert (shown(alice), shown(bob)) == (["The tea is ready."], [])
    assert notifications.find(bob, Notification.objects.get().pk) is None


def test_it_is_an_information_unless_told_otherwise(alice: User) -> None:
    use(alice, NAME, text="Tea")
    assert Notification.objects.get().level == "info"


def test_only_so_many_a_minute(alice: User, bob: User) -> None:
    for _ in range(MOST_A_MINUTE):
        assert use(alice, NAME, text="Tea").success
    assert use(alice, NAME, text="Tea").error == "too_many"
    assert use(bob, NAME, text="Tea").success
    assert len(shown(alice)) == MOST_A_MINUTE


def test_only_so_many_an_hour_and_none_is_kept_longer(alice: User) -> None:
    row = {"user": alice, "level": "info", "text": "x"}
    Notification.objects.bulk_create(Notification(**row) for _ in range(MOST_AN_HOUR))
    Notification.objects.update(created_at=timezone.now() - timedelta(minutes=59))
    assert use(alice, NAME, text="Tea").error == "too_many"
    Notification.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert use(alice, NAME, text="Tea").success
    assert Notification.objects.count() == 1


def test_what_is_no_notification_is_refused_before_it_runs() -> None:
    for wrong in ("", " ", "x" * (MAX_CHARACTERS + 1), 1, None):
        assert refuses(NAME, text=wrong)
    assert refuses(NAME, text="Tea", level="fatal")
    assert refuses(NAME, text="Tea", url="https://example.org")
