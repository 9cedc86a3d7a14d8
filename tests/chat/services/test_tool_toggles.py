"""A person's own switches."""

import pytest

from chat.errors import Refusal
from chat.models import User
from chat.services import tool_toggles
from tools import permissions, registry
from tools.models import ToolDecision, ToolPolicy

pytestmark = pytest.mark.django_db
NAME = "get_current_time"


def is_permitted(user: User) -> bool:
    return registry.find(NAME) in permissions.permitted(user)


def test_a_tool_is_switched_off_and_on_again(alice: User, bob: User) -> None:
    assert tool_toggles.switch(alice, NAME, on=False).decision == "never"
    assert (is_permitted(alice), is_permitted(bob)) == (False, True)
    assert tool_toggles.switch(alice, NAME, on=True).decision == "always"
    assert is_permitted(alice)


def test_each_switch_is_in_the_log(alice: User) -> None:
    for on in (False, False, True):
        tool_toggles.switch(alice, NAME, on=on)
    rows = ToolDecision.objects.newest_first()
    assert [(one.subject, one.decision, one.decided_by) for one in rows] == [
        ("self", "on", alice),
        ("self", "off", alice),
    ]


def test_what_an_administrator_does_not_allow_cannot_be_switched_on(alice: User) -> None:
    ToolPolicy.objects.create(tool=NAME, user=alice, decision="never")
    with pytest.raises(Refusal, match="not_allowed"):
        tool_toggles.switch(alice, NAME, on=True)
    assert not is_permitted(alice)


def test_a_switch_survives_what_administrators_decide_meanwhile(alice: User) -> None:
    tool_toggles.switch(alice, NAME, on=False)
    ToolPolicy.objects.create(tool=NAME, user=alice, decision="always")
    assert not is_permitted(alice)


def test_a_tool_that_is_not_there_has_no_switch(alice: User) -> None:
    with pytest.raises(Refusal, match="not_found"):
        tool_toggles.switch(alice, "launch", on=True)
