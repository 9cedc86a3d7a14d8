"""Administrators decide about tools; each decision is a row that stays."""

import pytest
from django.contrib.auth.models import Group, Permission

from chat.errors import Refusal
from chat.models import User
from chat.services import tool_policies
from tools import permissions, registry
from tools.models import ToolDecision, ToolPolicy

pytestmark = pytest.mark.django_db
NAME = "get_current_time"


def holds_for(user: User) -> str:
    tool = registry.find(NAME)
    assert tool
    return str(permissions.decision(user, tool))


def log() -> list[tuple[str, str, str, str]]:
    rows = ToolDecision.objects.newest_first()
    return [(one.subject, one.whom, one.decision, one.decided_by_name) for one in rows]


@pytest.fixture
def guests(alice: User) -> Group:
    group = Group.objects.create(name="Guests")
    alice.groups.add(group)
    return group


def test_a_decision_holds_and_says_who_made_it(admin: User, alice: User) -> None:
    tool_policies.decide(admin, NAME, f"person:{alice.pk}", "ask")
    policy = ToolPolicy.objects.get()
    assert (holds_for(alice), policy.decided_by) == ("ask", admin)
    assert log() == [("person", "alice@example.com", "ask", "admin@example.com")]


def test_for_everyone_and_a_group(admin: User, alice: User, bob: User, guests: Group) -> None:
    tool_policies.decide(admin, NAME, "everyone", "never")
    tool_policies.decide(admin, NAME, f"group:{guests.pk}", "always")
    assert (holds_for(alice), holds_for(bob)) == ("always", "never")
    assert [row[:3] for row in log()] == [("group", "Guests", "always"), ("everyone", "", "never")]


def test_one_that_is_changed_or_taken_back_leaves_every_row_in_the_log(
    admin: User, alice: User
) -> None:
    for decision in ("never", "ask", ""):
        tool_policies.decide(admin, NAME, "everyone", decision)
    assert (holds_for(alice), ToolPolicy.objects.count()) == ("always", 0)
    assert [row[2] for row in log()] == ["", "ask", "never"]


def test_the_same_again_is_no_decision(admin: User) -> None:
    for decision in ("", "never", "never"):
        tool_policies.decide(admin, NAME, "everyone", decision)
    assert len(log()) == 1


def test_nobody_but_an_administrator_decides(alice: User, bob: User) -> None:
    for who in (alice, bob):
        with pytest.raises(Refusal, match="not_found"):
            tool_policies.decide(who, NAME, f"person:{alice.pk}", "always")
    assert (log(), ToolPolicy.objects.count()) == ([], 0)


def test_the_permission_can_be_given_to_somebody(bob: User, alice: User) -> None:
    bob.user_permissions.add(Permission.objects.get(codename="change_toolpolicy"))
    found = User.objects.get(pk=bob.pk)
    tool_policies.decide(found, NAME, "everyone", "never")
    assert holds_for(alice) == "never"


BAD = [("launch", "everyone", "never"), (NAME, "everyone", "maybe"), (NAME, "everyone", "Never")]
BAD += [(NAME, key, "never") for key in ("", "all", "person:", "person:0", "group:x", "group:99")]
BAD += [(NAME, key, "never") for key in ("person:-1", "person:1e3", "person:" + "9" * 40, "x:1")]


@pytest.mark.parametrize(("tool", "key", "decision"), BAD)
def test_what_is_not_there_is_refused_and_nothing_is_written(
    admin: User, tool: str, key: str, decision: str
) -> None:
    with pytest.raises(Refusal):
        tool_policies.decide(admin, tool, key, decision)
    assert (log(), ToolPolicy.objects.count()) == ([], 0)


def test_people_are_found_by_any_part_of_name_or_address(alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(first_name="Robert", last_name="Stone")
    assert tool_policies.people("ALI").found == [alice]
    assert tool_policies.people("rob stone").found == [bob]
    assert tool_policies.people("nobody").found == []


def test_of_hundreds_some_are_shown_and_that_there_are_more(db: None) -> None:
    User.objects.bulk_create(User(email=f"p{number:03}@example.com") for number in range(300))
    found = tool_policies.people("example")
    assert (len(found.found), found.more) == (20, True)
    assert not tool_policies.people("p29").more


def test_without_words_those_with_decisions_of_their_own_are_shown(
    admin: User, alice: User, bob: User
) -> None:
    tool_policies.decide(admin, NAME, f"person:{bob.pk}", "never")
    assert tool_policies.people(" ").found == [bob]
