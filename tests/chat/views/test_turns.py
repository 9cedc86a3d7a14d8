"""Push to talk, switched in a call: kept, and told to the call that goes on."""

from typing import Any

import pytest
from django.test import AsyncClient

from chat.models import Preference, RealtimeSession, User
from chat.realtime import session_config
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


@pytest.mark.parametrize("on", [True, False])
async def test_the_call_that_goes_on_is_told(
    caller: AsyncClient, session: RealtimeSession, on: bool
) -> None:
    await hold(caller, session, on)
    told = await stored(session_config.for_tab)(session.pk)
    assert told["push_to_talk"] is on
    assert (told["settings"]["audio"]["input"]["turn_detection"] is None) is on


async def test_a_typed_call_has_nothing_to_hold(
    caller: AsyncClient, session: RealtimeSession, provider: FakeProvider
) -> None:
    await hold(caller, session, True)
    typed = await start(caller, session.conversation_id, microphone=False, take_over=True)
    assert typed.json()["push_to_talk"] is False


async def test_what_is_no_answer_is_refused(caller: AsyncClient, session: RealtimeSession) -> None:
    assert (await hold(caller, session, "perhaps")).status_code == 400
