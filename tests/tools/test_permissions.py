"""Who may use a tool: the user's own decision, then the groups', then everyone's."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from chat.models import User
from tools import permissions, registry
from tools.base import Tool
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db
NAME = "get_current_time"


def may(user: User) -> bool:
    tool = registry.find(NAME)
    assert tool
    allowed = permissions.decision(user, tool) is permissions.Decision.ALWAYS
    assert (tool in permissions.permitted(user)) == allowed
    return allowed


def decide(decision: str, **whom: object) -> ToolPolicy:
    return ToolPolicy.objects.create(tool=NAME, decision=decision, **whom)


@pytest.fixture
def friends(alice: User) -> Group:
    group = Group.objects.create(name="friends")
    alice.groups.add(group)
    return group


@pytest.fixture
def children(alice: User) -> Group:
    group = Group.objects.create(name="children")
    alice.groups.add(group)
    return group


def test_a_tool_without_effects_is_permitted_to_everyone(alice: User) -> None:
    assert may(alice)


def test_a_tool_with_effects_is_permitted_to_nobody(alice: User) -> None:
    tool = Tool("pay", "Pay.", {}, lambda *_: None, has_effects=True)  # type: ignore[arg-type]
    assert permissions.decision(alice, tool) is permissions.Decision.NEVER


def test_everyone_s_decision_holds_for_each(alice: User, bob: User) -> None:
    decide("never")
    assert (may(alice), may(bob)) == (False, False)


def test_a_group_goes_before_everyone(alice: User, bob: User, friends: Group) -> None:
    decide("never")
    decide("always", group=friends)
    assert (may(alice), may(bob)) == (True, False)


def test_a_user_goes_before_a_group(alice: User, friends: Group) -> None:
    decide("always", group=friends)
    decide("never", user=alice)
    assert not may(alice)


def test_a_user_may_be_permitted_what_the_group_is_not(alice: User, friends: Group) -> None:
    decide("never", group=friends)
    decide("never")
    decide("always", user=alice)
    assert may(alice)


def test_among_groups_the_most_restrictive_wins(
    alice: User, friends: Group, children: Group
) -> None:
    decide("always", group=friends)
    decide("never", group=children)
    assert not may(alice)


def test_a_decision_about_somebody_else_does_not_count(
    alice: User, bob: User, friends: Group
) -> None:
    decide("never", user=alice)
    decide("never", group=friends)
    assert may(bob)


def test_a_decision_about_another_tool_does_not_count(alice: User) -> None:
    ToolPolicy.objects.create(tool="other", decision="never", user=alice)
    assert may(alice)


@pytest.mark.parametrize("whom", ["everyone", "user", "group"])
def test_there_is_one_decision_for_each_subject(alice: User, friends: Group, whom: str) -> None:
    people: dict[str, dict[str, object]]
    people = {"everyone": {}, "user": {"user": alice}, "group": {"group": friends}}
    subject = people[whom]
    decide("always", **subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide("never", **subject)


def test_a_decision_is_for_a_user_or_a_group_never_both(alice: User, friends: Group) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        decide("never", user=alice, group=friends)
