"""Push to talk, switched in a call: kept, and told as the update that the provider is sent."""

from typing import Any

import pytest
from django.test import AsyncClient

from chat.models import Preference, RealtimeSession, User
from chat.realtime import integrity, session_config
from chat.stored import stored
from tests.chat.views.test_sessions import start
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


async def hold(caller: AsyncClient, session: RealtimeSession, on: object) -> Any:
    address = f"/conversations/{session.conversation_id}/sessions/{session.pk}/turns/"
    return await caller.post(address, {"push_to_talk": on}, "application/json")


async def test_it_is_kept_for_the_next_calls(
    caller: AsyncClient, session: RealtimeSession, alice: User, provider: FakeProvider
) -> None:
    await hold(caller, session, True)
    assert (await Preference.objects.aget(user=alice)).push_to_talk
    again = await start(caller, session.conversation_id, take_over=True)
    assert again.json()["push_to_talk"] is True
    config = provider.asked[0]["session"]
    assert config["audio"]["input"]["turn_detection"] is None


async def test_the_update_is_what_the_server_itself_would_ask_for(
    caller: AsyncClient, session: RealtimeSession
) -> None:
    """Else a sideband would take the browser's update for somebody else's, and undo it."""
    for on in (True, False):
        update = (await hold(caller, session, on)).json()["session"]
        wanted = await stored(session_config.current)(session.pk)
        reported = update | {"audio": update["audio"] | {"output": wanted["audio"]["output"]}}
        assert integrity.differences(wanted, reported) == []
        assert (update["audio"]["input"]["turn_detection"] is None) is on


async def test_an_update_names_neither_model_nor_voice(
    caller: AsyncClient, session: RealtimeSession
) -> None:
    update = (await hold(caller, session, True)).json()["session"]
    assert "model" not in update
    assert "output" not in update["audio"]


async def test_a_typed_call_has_nothing_to_hold(
    caller: AsyncClient, session: RealtimeSession, provider: FakeProvider
) -> None:
    await hold(caller, session, True)
    typed = await start(caller, session.conversation_id, microphone=False, take_over=True)
    assert typed.json()["push_to_talk"] is False


async def test_what_is_no_answer_is_refused(caller: AsyncClient, session: RealtimeSession) -> None:
    assert (await hold(caller, session, "perhaps")).status_code == 400
