"""The pages of tools: one's own switches, the administrators' matrix, the log."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from chat.models import User
from tools import registry
from tools.base import Tool
from tools.models import ToolDecision, ToolPolicy, ToolToggle

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]
NAME = "get_current_time"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def decide(client: Client, subject: str, decision: str, **more: Any) -> Any:
    fields = {"subject": subject, "decision": decision, **more}
    return client.post(f"/tools/{NAME}/permission/", fields, headers=HTMX)


def switch(client: Client, **fields: str) -> Any:
    return client.post(f"/tools/{NAME}/toggle/", fields, headers=HTMX)


def test_every_tool_is_explained_with_what_is_allowed(page: Client, alice: User) -> None:
    ToolPolicy.objects.create(tool=NAME, user=alice, decision="ask")
    shown = page.get("/tools/").content.decode()
    for tool in registry.each():
        assert (tool.title in shown, tool.explained in shown) == (True, True)
    assert "Asks you each time" in shown


def test_a_switch_answers_with_its_row(page: Client, alice: User) -> None:
    shown = switch(page).content.decode()
    assert ToolToggle.objects.get(user=alice).is_on is False
    assert "data-off" in shown
    assert "Look up the time is off" in shown
    assert " checked" not in shown
    assert " checked" in switch(page, on="on").content.decode()


def test_a_switch_of_the_call_s_settings_answers_with_its_own_row(page: Client) -> None:
    shown = switch(page, panel="1").content.decode()
    assert f'id="panel-{NAME}"' in shown
    assert 'hx-swap-oob="innerHTML:#call-settings-outcome"' in shown
    assert "Look up the time is off" in shown
    assert " checked" not in shown


def test_a_switch_without_scripts_comes_back_to_the_page(page: Client) -> None:
    answer = page.post(f"/tools/{NAME}/toggle/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tools/")


def test_what_is_not_allowed_has_a_dead_switch_that_a_forged_post_does_not_turn(
    page: Client, alice: User
) -> None:
    ToolPolicy.objects.create(tool=NAME, decision="never")
    assert "Your administrator does not allow it" in page.get("/tools/").content.decode()
    assert switch(page, on="on").status_code == 400
    assert not ToolToggle.objects.exists()


@pytest.mark.parametrize("path", ["/tools/permissions/", "/tools/decisions/"])
def test_the_administrators_pages_are_not_there_for_others(
    page: Client, desk: Client, path: str
) -> None:
    assert (page.get(path).status_code, desk.get(path).status_code) == (404, 200)
    assert "/tools/permissions/" not in page.get("/tools/").content.decode()
    assert "/tools/permissions/" in desk.get("/tools/").content.decode()


def test_somebody_else_decides_nothing(page: Client) -> None:
    assert decide(page, "everyone", "always").status_code == 404
    assert (ToolPolicy.objects.count(), ToolDecision.objects.count()) == (0, 0)


def test_a_decision_answers_with_the_line_of_its_tool(desk: Client, alice: User) -> None:
    shown = decide(desk, f"person:{alice.pk}", "never", person=alice.pk).content.decode()
    assert ToolPolicy.objects.get(user=alice).decision == "never"
    assert shown.count("<tr>") == 1
    assert "for this person" in shown


def test_the_matrix_has_a_cell_for_everyone_each_group_and_the_person(
    desk: Client, alice: User
) -> None:
    guests = Group.objects.create(name="Guests")
    shown = desk.get(f"/tools/permissions/?person={alice.pk}").content.decode()
    for key in ("everyone", f"group{guests.pk}", f"person{alice.pk}"):
        assert f'id="decision-{NAME}-{key}"' in shown
    assert re.search(r'aria-label="Look up the time for Guests"', shown)


def test_a_name_is_text_wherever_it_stands(desk: Client, admin: User) -> None:
    Group.objects.create(name='"><script>alert(1)</script>')
    decide(desk, f"group:{Group.objects.get().pk}", "ask")
    for path in ("/tools/permissions/?q=%22%3E%3Cscript%3E", "/tools/decisions/"):
        assert "<script>alert" not in desk.get(path).content.decode()


@pytest.mark.parametrize("person", ["0", "x", "-1", "9" * 30])
def test_a_person_who_is_not_there_is_a_missing_page(desk: Client, person: str) -> None:
    assert desk.get(f"/tools/permissions/?person={person}").status_code == 404


def test_the_log_shows_who_decided_what(desk: Client) -> None:
    decide(desk, "everyone", "never")
    shown = desk.get("/tools/decisions/").content.decode()
    assert all(word in shown for word in (NAME, "Never", "for everyone", "admin@example.com"))


@pytest.mark.parametrize("path", ["/tools/", "/tools/permissions/?q=p&person={}"])
@pytest.mark.parametrize("many", [1, 60])
def test_a_page_takes_as_many_queries_however_many_tools_groups_and_people(
    desk: Client,
    alice: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Counted,
    path: str,
    many: int,
) -> None:
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    for number in range(many):
        registry.register(Tool(f"tool_{number}", "Nothing.", {}, lambda *_: None))  # type: ignore[arg-type]
        Group.objects.create(name=f"Group {number}").user_set.add(alice)
    User.objects.bulk_create(User(email=f"p{number}@example.com") for number in range(many))
    desk.get("/check/")  # the first page of a log-in notes the device
    with django_assert_max_num_queries(13):
        assert desk.get(path.format(alice.pk)).status_code == 200
