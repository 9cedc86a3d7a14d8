"""What is decided about tools reaches calls that are on."""

from typing import Any

import pytest
from channels.db import database_sync_to_async as stored
from django.contrib.auth.models import Group

from chat.models import Message, RealtimeSession, User
from chat.services import tool_policies, tool_toggles
from tests.chat.realtime.conftest import Scene
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "get_current_time"
decide = stored(tool_policies.decide)
switch = stored(tool_toggles.switch)


def names(settings: dict[str, Any]) -> list[str]:
    return [tool["name"] for tool in settings["tools"]]


async def heard_tools(scene: Scene) -> list[str]:
    """Of the next update that names tools: the sideband's first one only asks."""
    while True:
        update = await scene.call.hears("session.update")
        if "tools" in update["session"]:
            return names(update["session"])


@pytest.mark.parametrize("subject", ["everyone", "person", "group"])
async def test_the_server_tells_a_call_that_it_hears(
    scene: Scene, admin: User, alice: User, subject: str
) -> None:
    guests = await Group.objects.acreate(name="Guests")
    await stored(alice.groups.add)(guests)
    keys = {"everyone": "everyone", "person": f"person:{alice.pk}", "group": f"group:{guests.pk}"}
    await decide(admin, NAME, keys[subject], "never")
    while NAME in await heard_tools(scene):
        continue  # the new group was told first


async def test_it_is_no_alteration_and_the_tab_has_nothing_to_do(scene: Scene, admin: User) -> None:
    await decide(admin, NAME, "everyone", "never")
    assert NAME not in await heard_tools(scene)
    await decide(admin, NAME, "everyone", "always")
    while NAME not in await heard_tools(scene):
        continue  # what was asked for before may be set right once more
    told = await scene.tab.everything_until_beat()
    assert [one["ask"] for one in told if one["type"] == "settings"] == [False, False]
    assert not await Message.objects.filter(role=Message.Role.SYSTEM).aexists()


async def test_a_person_s_own_switch_reaches_the_call_too(scene: Scene, alice: User) -> None:
    await switch(alice, NAME, on=False)
    assert NAME not in await heard_tools(scene)


async def test_a_call_that_the_server_does_not_hear_is_told_by_its_tab(
    holder: Tab, session: RealtimeSession, admin: User
) -> None:
    await decide(admin, NAME, "everyone", "never")
    frame = await holder.hears("settings", session=str(session.pk))
    assert (frame["ask"], NAME in names(frame["settings"])) == (True, False)


async def test_a_decision_about_somebody_else_is_not_told(
    holder: Tab, admin: User, bob: User
) -> None:
    await decide(admin, NAME, f"person:{bob.pk}", "never")
    await decide(admin, NAME, "everyone", "ask")
    frames = [await holder.hears("settings"), *await holder.everything_until_beat()]
    assert [frame["type"] for frame in frames].count("settings") == 1


async def test_a_call_that_is_over_is_not_told(
    holder: Tab, session: RealtimeSession, admin: User, alice: User
) -> None:
    await RealtimeSession.objects.filter(pk=session.pk).aupdate(ended_at="2026-01-01T00:00Z")
    await decide(admin, NAME, "everyone", "never")
    assert "settings" not in {one["type"] for one in await holder.everything_until_beat()}
