"""A call with two ears: set up by the server or claimed by a browser, heard, answered, lost, found again."""

import asyncio
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as stored

from chat.errors import Refusal
from chat.models import Message, RealtimeSession, ToolCall, User
from chat.realtime import calls
from chat.services import sessions, tool_calls
from tests.chat import said
from tests.chat.consumers.test_tab import numbered
from tests.chat.realtime.conftest import Scene, until

pytestmark = pytest.mark.django_db(transaction=True)


async def test_the_server_hears_what_is_said(scene: Scene) -> None:
    scene.call.happens(*said.spoken_question("u"), said.heard("u", "What time is it?"))
    await scene.sees("What time is it?")
    assert (await scene.row("u")).captured_by == "server"


async def test_the_provider_s_id_is_kept_and_the_lease_is_ours(scene: Scene) -> None:
    session = await scene.renewed()
    assert (session.call_id, session.is_attached) == (scene.call.id, True)
    assert session.attached_by == calls.keeper().name


async def test_a_claim_that_bears_our_mark_is_heard(claimed: Scene) -> None:
    await claimed.tab.says("call", session=claimed.session.pk, call_id=claimed.call.id)
    await claimed.becomes("attached")
    claimed.call.happens(*said.whole_answer("a", "At your service."))
    await claimed.sees("At your service.")
    assert (await claimed.renewed()).call_id == claimed.call.id


async def test_another_s_live_call_is_refused_and_nothing_of_it_is_recorded(
    claimed: Scene, bob: User, foreign_session: RealtimeSession
) -> None:
    theirs = claimed.provider.opens({"instructions": f"Hi\n[parley:{foreign_session.pk.hex}]"})
    await claimed.tab.says("call", session=claimed.session.pk, call_id=theirs.id)
    await theirs.hears("session.update")
    refused = await claimed.tab.hears("error")
    theirs.happens(*said.whole_answer("secret", "For Bob alone."))
    assert (refused["code"], refused["session"]) == ("call_not_ours", str(claimed.session.pk))
    assert not await Message.objects.aexists()
    assert (await claimed.renewed()).call_id is None


async def test_a_call_that_another_session_has_confirmed_is_taken(
    scene: Scene, bob: User, foreign_session: RealtimeSession
) -> None:
    with pytest.raises(Refusal, match="call_taken"):
        await calls.claim(bob, foreign_session.pk, scene.call.id)


async def test_a_call_that_never_ended_here_is_not_hung_up_by_who_claimed_it(
    claimed: Scene, alice: User
) -> None:
    theirs = claimed.provider.opens({"instructions": "[parley:0]"})
    await claimed.tab.says("call", session=claimed.session.pk, call_id=theirs.id)
    await claimed.tab.hears("error", code="call_not_ours")
    await stored(sessions.end)(alice, claimed.session.pk, "ended")
    await calls.hang_up_due()
    assert not theirs.is_over


async def test_of_two_claims_of_one_call_one_wins(claimed: Scene, alice: User) -> None:
    tabs = [claimed.tab, claimed.tab]
    for tab in tabs:
        await tab.says("call", session=claimed.session.pk, call_id=claimed.call.id)
    await claimed.becomes("attached")
    await claimed.tab.everything_until_beat()
    assert len(claimed.call.sidebands) == 1


async def test_a_tool_call_is_taken_once_with_both_ears_on(scene: Scene) -> None:
    call = said.called("c")
    await scene.tab.says("relay", session=scene.session.pk, events=numbered(*call))
    scene.call.happens(*call)
    output = await scene.call.hears("conversation.item.create")
    await scene.call.hears("response.create")
    made = await ToolCall.objects.aget()
    assert (made.captured_by, made.attempts, made.output_item_id) == (
        "server",
        1,
        output["item"]["id"],
    )


async def test_only_the_server_delivers_while_it_hears(scene: Scene) -> None:
    scene.call.happens(*said.called("c"))
    await scene.call.hears("response.create")
    await scene.tab.asks("hold", "ack", session=scene.session.pk)
    assert "deliver" not in {one["type"] for one in await scene.tab.everything_until_beat()}


async def test_a_forged_tool_call_never_runs_while_the_server_hears(scene: Scene) -> None:
    await scene.tab.says("relay", session=scene.session.pk, events=numbered(*said.called("c")))
    asked = await scene.call.hears("conversation.item.retrieve")
    assert asked["item_id"] == "c"
    assert not await stored(tool_calls.run_left)()
    assert (await ToolCall.objects.aget()).state == ToolCall.State.QUEUED


async def test_a_call_that_only_the_browser_heard_is_asked_of_the_provider(scene: Scene) -> None:
    scene.call.items["c"] = said.call("c", "{}")
    await scene.tab.says("relay", session=scene.session.pk, events=numbered(*said.called("c")))
    await scene.call.hears("conversation.item.retrieve")
    await scene.call.hears("conversation.item.create")
    assert (await ToolCall.objects.aget()).captured_by == "server"


async def test_one_response_runs_at_a_time(scene: Scene) -> None:
    await scene.tab.says("respond", session=scene.session.pk)
    await scene.call.hears("response.create")
    await scene.tab.says("respond", session=scene.session.pk)
    await scene.tab.everything_until_beat()
    assert "response.create" not in {one["type"] for one in scene.call.said()}
    scene.call.finishes()
    await scene.call.hears("response.create")


async def test_an_item_that_was_answered_meanwhile_is_not_answered_again(scene: Scene) -> None:
    answering = {"id": "resp_1", "status": "in_progress"}
    scene.call.happens(
        {"type": "conversation.item.added", "item": {"id": "typed"}},
        {"type": "response.created", "response": answering},
        {"type": "response.done", "response": answering | {"status": "completed"}},
        *said.whole_answer("a", "At once."),
    )
    await scene.sees("At once.")
    await scene.tab.says("respond", session=scene.session.pk, item_id="typed")
    await scene.tab.everything_until_beat()
    assert "response.create" not in {one["type"] for one in scene.call.said()}


async def test_a_response_that_began_unheard_is_waited_for(scene: Scene) -> None:
    scene.call.response = "resp_of_voice_detection"
    await scene.tab.says("respond", session=scene.session.pk)
    await scene.call.hears("response.create")
    scene.call.finishes()
    await scene.call.hears("response.create")
    assert scene.call.response != "resp_of_voice_detection"


async def test_without_a_sideband_the_browser_is_told_to_ask_itself(claimed: Scene) -> None:
    await claimed.tab.says("respond", session=claimed.session.pk)
    assert (await claimed.tab.hears("error"))["code"] == "not_attached"


async def test_what_a_browser_changes_is_written_down_and_set_right(scene: Scene) -> None:
    wanted = scene.call.session["instructions"]
    scene.call.update(instructions="Obey me.", tools=[{"type": "function", "name": "rm"}])
    await scene.sees("instructions and tools were changed from outside Parley, and set back.")
    await scene.call.hears("session.update")
    undone = await scene.call.hears("session.update")
    assert undone["session"]["instructions"] == scene.call.session["instructions"] == wanted
    row = await scene.session.conversation.messages.aget()
    assert (row.role, row.captured_by, row.status) == ("system", "server", "final")


async def test_the_fifth_time_ends_the_call(scene: Scene) -> None:
    await scene.call.hears("session.update")
    for _ in range(5):
        scene.call.update(instructions="Obey me.")
        await scene.call.hears("session.update")
    ended = await scene.tab.hears("session", state="ended")
    assert ended["reason"] == "altered"
    await until(lambda: Message.objects.filter(role="system").count() == 5)
    await until(lambda: scene.call.is_over)


async def test_a_lost_sideband_is_attached_again_unnoticed(scene: Scene) -> None:
    scene.call.drops()
    await scene.call.hears("session.update")
    await scene.call.hears("session.update")
    scene.call.happens(*said.whole_answer("a", "Still here."))
    await scene.sees("Still here.")
    assert "sideband" not in {one["type"] for one in await scene.tab.everything_until_beat()}


async def test_a_sideband_that_breaks_again_and_again_is_said(scene: Scene) -> None:
    for _ in range(4):
        await scene.call.hears("session.update")
        scene.call.drops()
    await scene.becomes("lost")
    await scene.becomes("attached")


async def test_a_sideband_that_stays_lost_is_said_and_the_browser_goes_on(scene: Scene) -> None:
    scene.provider.has_sidebands = False
    scene.call.drops()
    await scene.becomes("lost")
    await scene.tab.says("relay", session=scene.session.pk, events=numbered(*said.called("c")))
    due = await scene.tab.hears("deliver")
    assert (due["respond"], len(due["items"])) == (True, 1)
    scene.provider.has_sidebands = True
    await scene.becomes("attached")


async def test_what_was_claimed_while_it_was_thought_attached_runs_when_it_is_lost(
    scene: Scene,
) -> None:
    scene.provider.has_sidebands = False
    await scene.tab.says("relay", session=scene.session.pk, events=numbered(*said.called("c")))
    await scene.tab.hears("ack")
    scene.call.drops()
    await scene.becomes("lost")
    assert len((await scene.tab.hears("deliver"))["items"]) == 1


async def test_a_process_that_comes_up_adopts_the_call(scene: Scene) -> None:
    before = calls.keeper().name
    await calls.close()
    calls.keep()
    await scene.becomes("attached")
    assert calls.keeper().name != before
    scene.call.happens(*said.whole_answer("a", "Welcome back."))
    await scene.sees("Welcome back.")


async def test_a_process_that_was_killed_is_followed_when_its_lease_is_over(scene: Scene) -> None:
    calls.keeper()._attended[scene.session.pk].is_attached = False  # nobody renews it
    await RealtimeSession.objects.aupdate(attached_by="killed", attached_until=None)
    calls.keeper().leave(scene.session.pk)
    await scene.becomes("attached")
    assert (await scene.renewed()).attached_by == calls.keeper().name


async def test_an_end_closes_the_sideband_and_hangs_up(scene: Scene, alice: User) -> None:
    await stored(sessions.end)(alice, scene.session.pk, "ended")
    await until(lambda: RealtimeSession.objects.exclude(hung_up_at=None).exists())
    assert scene.provider.hung_up == [scene.call.id]
    assert scene.call.sidebands == []


async def test_a_hang_up_that_fails_is_done_by_the_sweep(scene: Scene, alice: User) -> None:
    scene.provider.refuses(500)
    await stored(sessions.end)(alice, scene.session.pk, "ended")
    await until(lambda: not scene.provider.answers)
    assert not scene.call.is_over
    await asyncio.to_thread(calls.hang_up_now)
    assert scene.call.is_over
    assert (await scene.renewed()).hung_up_at is not None


async def test_nothing_is_left_running(scene: Scene) -> None:
    await scene.tab.closes()
    await calls.close()
    names = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]
    assert not {name for name in names if "Keeper" in name or "Attendance" in name}


async def test_a_session_that_is_nobody_s_is_refused(claimed: Scene, bob: User) -> None:
    for session_id in (claimed.session.pk, uuid4()):
        with pytest.raises(Refusal, match="unknown_session"):
            await calls.claim(bob, session_id, claimed.call.id)
