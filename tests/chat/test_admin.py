"""Django's admin where it does more than store: decisions about calls."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from chat.models import CallPolicy, RealtimeSession, User
from chat.services import tool_policies

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/admin/chat/callpolicy/"


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def decide(desk: Client, **fields: Any) -> Any:
    return desk.post(f"{PATH}add/", fields)


def test_saving_a_stop_ends_open_calls_at_once_and_notes_who_decided(
    desk: Client, admin: User, session: RealtimeSession
) -> None:
    assert decide(desk, user=session.user_id, stopped="on").status_code == 302
    session.refresh_from_db()
    policy = CallPolicy.objects.get(stopped=True)
    assert (session.end_reason, policy.decided_by) == ("stopped", admin)


def test_everyone_s_calls_are_stopped_with_the_row_that_the_first_call_made(
    desk: Client, session: RealtimeSession
) -> None:
    everyone = CallPolicy.objects.get()
    assert "Everyone" in desk.get(PATH).content.decode()
    desk.post(f"{PATH}{everyone.pk}/change/", {"stopped": "on"})
    session.refresh_from_db()
    assert session.end_reason == "stopped"


def test_what_was_decided_can_be_changed_and_is_listed(desk: Client, alice: User) -> None:
    decide(desk, user=alice.pk, longest_s=60)
    policy = CallPolicy.objects.get(user=alice)
    desk.post(f"{PATH}{policy.pk}/change/", {"user": alice.pk, "longest_s": 90})
    assert CallPolicy.objects.get(user=alice).longest_s == 90
    assert alice.email in desk.get(PATH).content.decode()


@pytest.mark.parametrize("field", ["longest_s", "idle_s", "at_once"])
def test_a_limit_of_nothing_is_refused_in_words(desk: Client, field: str) -> None:
    answer = decide(desk, **{field: 0})
    assert "Give 1 or more, or leave it empty." in answer.content.decode()
    assert not CallPolicy.objects.exists()


def test_a_user_and_a_group_together_are_refused(desk: Client, alice: User) -> None:
    group = Group.objects.create(name="staff")
    answer = decide(desk, user=alice.pk, group=group.pk, longest_s=60)
    assert "not both" in answer.content.decode()
    assert not CallPolicy.objects.exists()


def test_a_second_policy_for_everyone_is_refused_in_words(desk: Client) -> None:
    decide(desk, longest_s=60)
    answer = decide(desk, longest_s=90)
    assert "There is one for everyone already" in answer.content.decode()
    assert CallPolicy.objects.get().longest_s == 60


def test_nobody_but_an_administrator_decides(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    assert decide(client, stopped="on").status_code == 302
    assert not CallPolicy.objects.exists()


@pytest.mark.parametrize("noun", ["toolpolicy", "tooldecision"])
def test_decisions_about_tools_are_shown_and_not_written(desk: Client, noun: str) -> None:
    tool_policies.decide(User.objects.get(is_superuser=True), "get_current_time", "everyone", "ask")
    assert "get_current_time" in desk.get(f"/admin/tools/{noun}/").content.decode()
    for path in ("add/", "1/delete/"):
        assert desk.post(f"/admin/tools/{noun}/{path}", {"post": "yes"}).status_code == 403
