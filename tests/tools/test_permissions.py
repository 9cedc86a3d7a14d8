"""Who may use a tool: the user's own decision, then the groups', then everyone's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from chat.models import User
from tools import permissions, registry
from tools.base import Tool
from tools.models import ToolPolicy, ToolToggle

Counted = Callable[[int], AbstractContextManager[Any]]
pytestmark = pytest.mark.django_db
NAME = "get_current_time"


def may(user: User) -> bool:
    tool = registry.find(NAME)
    assert tool
    allowed = permissions.decision(user, tool) is permissions.Decision.ALWAYS
    assert (tool in permissions.permitted(user)) == allowed
    return allowed


def decision(user: User) -> str:
    tool = registry.find(NAME)
    assert tool
    return str(permissions.decision(user, tool))


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


def test_a_tool_with_effects_asks_first(alice: User) -> None:
    tool = Tool("pay", "Pay.", {}, lambda *_: None, has_effects=True)  # type: ignore[arg-type]
    assert permissions.decision(alice, tool) is permissions.Decision.ASK


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


@pytest.mark.parametrize(
    ("one", "other", "comes_to"),
    [("always", "ask", "ask"), ("ask", "never", "never"), ("always", "never", "never")],
)
def test_of_two_groups_the_stricter_decides(
    alice: User, friends: Group, children: Group, one: str, other: str, comes_to: str
) -> None:
    decide(one, group=friends)
    decide(other, group=children)
    assert decision(alice) == comes_to


def test_a_session_is_told_of_a_tool_that_asks(alice: User) -> None:
    decide("ask")
    assert decision(alice) == "ask"
    assert NAME in [tool.name for tool in permissions.permitted(alice)]


@pytest.mark.parametrize("allowed", ["never", "ask", "always"])
def test_a_person_s_own_switch_turns_off_whatever_is_allowed(alice: User, allowed: str) -> None:
    decide(allowed, user=alice)
    ToolToggle.objects.create(user=alice, tool=NAME, is_on=False)
    assert decision(alice) == "never"


@pytest.mark.parametrize("allowed", ["never", "ask", "always"])
def test_a_person_s_own_switch_allows_nothing(alice: User, allowed: str) -> None:
    decide(allowed, user=alice)
    ToolToggle.objects.create(user=alice, tool=NAME, is_on=True)
    assert decision(alice) == allowed


def test_another_s_switch_and_that_of_another_tool_do_not_count(alice: User, bob: User) -> None:
    ToolToggle.objects.create(user=bob, tool=NAME, is_on=False)
    ToolToggle.objects.create(user=alice, tool="other", is_on=False)
    assert may(alice)


@pytest.mark.parametrize("tools", [1, 60])
def test_all_permissions_are_two_queries_however_many_tools(
    alice: User, friends: Group, own_registry: None, tools: int, django_assert_num_queries: Counted
) -> None:
    decide("ask", group=friends)
    for number in range(tools):
        registry.register(Tool(f"tool_{number}", "Nothing.", {}, lambda *_: None))  # type: ignore[arg-type]
    with django_assert_num_queries(2):
        assert len(permissions.of(alice)) >= tools


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
