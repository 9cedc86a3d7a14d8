"""Settings that are changed in a call: asked for at once, by whoever hears it, and no alteration."""

from typing import Any

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Message, Preference, User
from chat.realtime import retuning, session_config
from chat.realtime.retuning import Retuning
from chat.services import call_settings
from tests.chat.realtime.conftest import Scene

pytestmark = pytest.mark.django_db(transaction=True)

CONFIG: dict[str, Any] = {
    "type": "realtime",
    "instructions": "Be kind.",
    "tools": [],
    "audio": {
        "input": {"transcription": {"model": "own"}, "turn_detection": None},
        "output": {"voice": "marin", "speed": 1.2},
    },
}


def test_only_what_can_change_is_asked_for() -> None:
    found = retuning.settings_of(CONFIG)
    assert (set(found), found["max_output_tokens"]) == (
        {"type", "tools", "audio", "max_output_tokens"},
        "inf",
    )
    assert found["audio"]["output"] == {"speed": 1.2}


def test_a_language_is_taken_away_by_a_null() -> None:
    heard = retuning.settings_of(CONFIG)["audio"]["input"]
    assert heard["transcription"] == {"model": "own", "language": None}


def test_during_an_answer_the_speed_waits_for_its_end() -> None:
    due = Retuning()
    due.want(retuning.settings_of(CONFIG))
    first = due.due(is_answering=True)
    assert first is not None
    assert set(first["session"]["audio"]) == {"input"}
    assert due.due(is_answering=True) is None
    last = due.due(is_answering=False)
    assert last is not None
    assert last["session"]["audio"]["output"] == {"speed": 1.2}
    assert due.due(is_answering=False) is None


def test_a_refusal_is_known_by_its_event() -> None:
    due = Retuning()
    error = {"type": "error", "error": {"event_id": ""}}
    assert not due.is_refused(error)
    due.want(retuning.settings_of(CONFIG))
    said = due.due(is_answering=False)
    assert said is not None
    error["error"] = {"event_id": said["event_id"]}
    assert due.is_refused(error)


async def prefer(user: User, **liked: object) -> None:
    await Preference.objects.aupdate_or_create(user=user, defaults=liked)
    await stored(call_settings.tell_calls)(user)


async def asked_for(scene: Scene, **wanted: object) -> None:
    """Until the provider is asked for this, of transcription or turn detection."""
    while True:
        session = (await scene.call.hears("session.update"))["session"]
        heard = session.get("audio", {}).get("input", {"transcription": {}, "turn_detection": {}})
        found = heard["transcription"] | heard["turn_detection"]
        if wanted.items() <= found.items():
            return


async def test_the_server_asks_for_them_where_it_hears_the_call(scene: Scene, alice: User) -> None:
    await scene.call.hears("session.update")  # confirms the sideband
    await prefer(alice, silence_ms=900, language="de", speed=1.3)
    asked = (await scene.call.hears("session.update"))["session"]["audio"]
    assert asked["input"]["turn_detection"]["silence_duration_ms"] == 900
    assert asked["input"]["transcription"]["language"] == "de"
    assert asked["output"] == {"speed": 1.3}
    news = await scene.tab.hears("settings")
    assert (news["ask"], news["push_to_talk"]) == (False, False)


async def test_quick_changes_are_no_alteration(scene: Scene, alice: User) -> None:
    await scene.call.hears("session.update")
    for pause in (600, 700, 800):
        await prefer(alice, silence_ms=pause)
    await prefer(alice, language="de")
    await prefer(alice, language="")
    await asked_for(scene, language=None)
    await scene.tab.everything_until_beat()
    assert not await Message.objects.filter(role="system").aexists()


async def test_what_a_browser_changes_afterwards_is_still_set_right(
    scene: Scene, alice: User
) -> None:
    await scene.call.hears("session.update")
    await prefer(alice, push_to_talk=True)
    await scene.call.hears("session.update")
    scene.call.update(audio={"input": {"turn_detection": {"type": "server_vad"}}})
    undone = (await scene.call.hears("session.update"))["session"]
    assert undone["audio"]["input"]["turn_detection"] is None
    await scene.sees("turn detection")


async def test_the_tab_asks_for_them_where_the_server_hears_nothing(
    claimed: Scene, alice: User
) -> None:
    await prefer(alice, push_to_talk=True, speed=1.3)
    news = await claimed.tab.hears("settings")
    config = await stored(session_config.current)(claimed.session.pk)
    assert (news["ask"], news["push_to_talk"]) == (True, True)
    assert news["settings"] == retuning.settings_of(config)


async def test_what_was_changed_while_there_was_no_sideband_is_asked_for_by_the_next_one(
    scene: Scene, alice: User
) -> None:
    await scene.call.hears("session.update")
    scene.call.drops()
    await prefer(alice, silence_ms=900)
    await asked_for(scene, silence_duration_ms=900)
