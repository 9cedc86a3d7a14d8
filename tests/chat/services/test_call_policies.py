"""How a person may call: field by field from their own policy, a group's, everyone's, the settings."""

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries, Settings

from chat.errors import Refusal
from chat.models import CallPolicy, User
from chat.services import call_policies
from chat.services.call_policies import Rules

pytestmark = pytest.mark.django_db


def group_with(user: User, name: str, **fields: object) -> CallPolicy:
    group = Group.objects.create(name=name)
    user.groups.add(group)
    return CallPolicy.objects.create(group=group, **fields)


def test_without_policies_the_settings_hold(alice: User, settings: Settings) -> None:
    settings.CALL_SECONDS, settings.CALL_IDLE_SECONDS, settings.CALLS_PER_USER = 900, 60, 2
    expected = Rules(stopped=False, setup="", transport="", longest_s=900, idle_s=60, at_once=2)
    assert call_policies.holding_for(alice) == expected


def test_one_s_own_goes_before_a_group_s_before_everyone_s_field_by_field(alice: User) -> None:
    CallPolicy.objects.create(longest_s=10, idle_s=10, at_once=10)
    group_with(alice, "staff", longest_s=20, idle_s=20)
    CallPolicy.objects.create(user=alice, longest_s=30)
    rules = call_policies.holding_for(alice)
    assert (rules.longest_s, rules.idle_s, rules.at_once) == (30, 20, 10)


def test_among_groups_the_stricter_holds(alice: User) -> None:
    group_with(alice, "a", longest_s=20, at_once=2, setup="token")
    group_with(alice, "b", longest_s=30, at_once=1, setup="server")
    rules = call_policies.holding_for(alice)
    assert (rules.longest_s, rules.at_once, rules.setup) == (20, 1, "server")


def test_a_wider_stricter_policy_gives_way(alice: User) -> None:
    CallPolicy.objects.create(setup="server")
    CallPolicy.objects.create(user=alice, setup="token")
    assert call_policies.holding_for(alice).setup == "token"


def test_of_the_ways_of_the_sound_the_one_through_the_server_is_the_strictest(alice: User) -> None:
    group_with(alice, "a", transport="webrtc")
    group_with(alice, "b", transport="socket")
    assert call_policies.holding_for(alice).transport == "socket"


def test_an_administrator_s_way_of_the_sound_goes_before_the_person_s(alice: User) -> None:
    assert call_policies.transport_of(alice, "socket") == "socket"
    CallPolicy.objects.create(transport="webrtc")
    assert call_policies.transport_of(alice, "socket") == "webrtc"


@pytest.mark.parametrize(("decided", "wished"), [("webrtc", "socket"), ("socket", "webrtc")])
def test_the_other_way_of_the_sound_is_refused(alice: User, decided: str, wished: str) -> None:
    call_policies.refuse_transport(alice, wished)
    CallPolicy.objects.create(transport=decided)
    call_policies.refuse_transport(alice, decided)
    with pytest.raises(Refusal, match="other_transport"):
        call_policies.refuse_transport(alice, wished)


def test_a_stop_holds_wherever_it_was_set(alice: User, bob: User) -> None:
    CallPolicy.objects.create(user=alice, longest_s=30)
    group_with(alice, "stopped", stopped=True)
    assert call_policies.holding_for(alice).stopped
    assert not call_policies.holding_for(bob).stopped


def test_another_s_policy_says_nothing(alice: User, bob: User) -> None:
    before = call_policies.holding_for(alice)
    CallPolicy.objects.create(user=bob, longest_s=1, stopped=True)
    group_with(bob, "other", at_once=1)
    assert call_policies.holding_for(alice) == before


def test_for_many_people_it_is_the_same_in_two_queries(
    alice: User, bob: User, admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CallPolicy.objects.create(idle_s=10)
    CallPolicy.objects.create(user=bob, longest_s=30)
    group_with(alice, "a", at_once=1)
    people = [alice, bob, admin]
    with django_assert_num_queries(2):
        found = call_policies.holding_for_each(person.pk for person in people)
    assert found == {person.pk: call_policies.holding_for(person) for person in people}
