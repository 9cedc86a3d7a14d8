"""Two processes and their calls: one hears each, hints cross over, and every task has its end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async as stored
from django.db import OperationalError
from django.utils import timezone

from chat import broadcasts
from chat.models import Message, Preference, RealtimeSession, User
from chat.realtime import backlog, calls
from chat.realtime.keeper import Keeper
from chat.services import sessions
from tests.chat import said
from tests.chat.ear import told
from tests.chat.realtime.conftest import Scene, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def other(transactional_db: None) -> AsyncIterator[Keeper]:
    """A second web process."""
    made = Keeper(calls.provider)
    made.keep()
    yield made
    await made.close()


def ours(loop: asyncio.AbstractEventLoop | None = None) -> set[str]:
    """What runs of keepers, attendances and backlogs, by the names of their coroutines."""
    names = {str(task.get_coro()) for task in asyncio.all_tasks(loop)}
    return {name for name in names if any(one in name for one in ("Keeper", "Attend", "Backlog"))}


async def test_one_process_hears_a_call(scene: Scene, other: Keeper) -> None:
    other.attend(scene.session.pk)
    await asyncio.wait(other._tasks.values())
    assert len(scene.call.sidebands) == 1
    assert (await scene.renewed()).attached_by == calls.keeper().name


async def test_a_process_that_stops_leaves_its_calls_to_another_at_once(
    scene: Scene, other: Keeper
) -> None:
    await calls.close()
    await until(lambda: RealtimeSession.objects.filter(attached_by=other.name).exists())
    scene.call.happens(*said.whole_answer("a", "Nothing is missing."))
    await scene.sees("Nothing is missing.")


async def test_a_process_that_lost_its_lease_stops_hearing(scene: Scene) -> None:
    until_then = timezone.now() + timedelta(hours=1)
    await RealtimeSession.objects.aupdate(attached_by="another", attached_until=until_then)
    await until(lambda: not scene.call.sidebands)
    assert (await scene.renewed()).attached_by == "another"


async def test_only_outputs_of_a_classic_answer_make_others_look_what_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, hints = [], []
    idle = Keeper(calls.provider)

    async def looks() -> None:
        looked.append(1)

    def hears(group: str, hint: dict[str, Any]) -> None:
        hints.extend([hint] if group == broadcasts.SIDEBANDS else [])

    monkeypatch.setattr(idle.answering, "take_up", looks)
    monkeypatch.setattr(broadcasts, "_hand_over", hears)
    classic = RealtimeSession(transport=RealtimeSession.Transport.CLASSIC, user=scene.session.user)
    for session, times in ((scene.session, 0), (classic, 1)):
        await stored(broadcasts.outputs_due)(session)
        await idle._hear_outputs(session.pk, hints.pop())
        assert len(looked) == times


async def test_a_request_for_a_response_finds_the_process_with_the_sideband(scene: Scene) -> None:
    assert await broadcasts.respond_asked(scene.session.pk, None)
    await scene.call.hears("response.create")


async def test_a_response_that_was_asked_of_no_sideband_is_left_to_the_browser(
    scene: Scene,
) -> None:
    scene.provider.has_sidebands = False
    scene.call.drops()
    await scene.becomes("lost")
    await scene.tab.says("respond", session=scene.session.pk)
    assert (await scene.tab.hears("error"))["code"] == "not_attached"


async def test_what_is_heard_while_the_database_is_away_is_stored_in_order(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, is_away = backlog._store, asyncio.Event()
    is_away.set()

    def fails(*of: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(backlog, "_store", fails)
    scene.call.happens(*said.spoken_question("u"), *said.whole_answer("a", "Yes.", "u"))
    scene.call.happens(said.heard("u", "Are you there?"))
    monkeypatch.setattr(backlog, "_store", store)
    await scene.sees("Are you there?")
    assert await stored(told)(scene.session.conversation) == [
        ("user", "final", "Are you there?"),
        ("assistant", "final", "Yes."),
    ]


async def test_a_preference_that_was_changed_meanwhile_is_no_alteration(
    scene: Scene, alice: User
) -> None:
    await Preference.objects.aupdate_or_create(user=alice, defaults={"max_output_tokens": 99})
    scene.call.update(max_output_tokens=99)
    scene.call.happens(*said.whole_answer("a", "Gladly."))
    await scene.sees("Gladly.")
    assert not await Message.objects.filter(role="system").aexists()


async def test_a_call_that_is_adopted_is_set_right_without_a_word(scene: Scene) -> None:
    wanted = scene.call.session["instructions"]
    await calls.close()
    scene.call.update(instructions="Asked for before a restart.")
    calls.keep()
    await scene.becomes("attached")
    await until(lambda: scene.call.session["instructions"] == wanted)
    assert not await Message.objects.aexists()


async def test_every_task_ends_with_the_last_tab_and_the_last_call(
    scene: Scene, alice: User
) -> None:
    scene.call.happens(*said.called("c"))
    await scene.call.hears("response.create")
    assert ours()
    await stored(sessions.end)(alice, scene.session.pk, "ended")
    await until(lambda: scene.call.is_over)
    await scene.tab.closes()
    loop = asyncio.get_running_loop()
    await until(lambda: not ours(loop))


async def test_closing_ends_every_task(scene: Scene) -> None:
    scene.call.drops()
    await calls.close()
    assert ours() == set()
