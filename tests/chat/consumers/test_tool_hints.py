"""What a tab hears of tools that wait for the person, or take a while."""

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import approvals
from chat.services.approvals import Choice
from tests.chat import said
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def asks(alice: User) -> None:
    ToolPolicy.objects.create(tool="get_current_time", user=alice, decision="ask")


async def asked(tab: Tab, session: RealtimeSession) -> None:
    await tab.says("hold", session=session.pk)
    events = [{"n": n, "event": event} for n, event in enumerate(said.called("item_c"), start=1)]
    await tab.says("relay", session=session.pk, events=events)


async def test_every_tab_hears_what_waits_and_the_holder_what_the_model_is_to_say(
    alice: User, conversation: Conversation, session: RealtimeSession, open_tab: Opens
) -> None:
    tab, other = await open_tab(alice), await open_tab(alice)
    await asked(tab, session)
    reminder = await tab.hears("remind")
    assert reminder["response"]["tool_choice"] == "none"
    (waiting,) = (await other.hears("approvals"))["waiting"]
    assert waiting["conversation"] == str(conversation.pk)


async def test_the_model_is_asked_to_say_it_once(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await asked(tab, session)
    await tab.hears("remind")
    await tab.says("hold", session=session.pk)
    kinds = [frame["type"] for frame in await tab.everything_until_beat()]
    assert "remind" not in kinds


async def test_what_was_decided_waits_no_more(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab, other = await open_tab(alice), await open_tab(alice)
    await asked(tab, session)
    await other.hears("approvals")
    call = await ToolCall.objects.aget()
    choice = Choice("denied", call.arguments_hash)
    await stored(approvals.decide)(alice, session.conversation_id, call.pk, choice)
    assert (await other.hears("approvals"))["waiting"] == []
    assert (await tab.hears("deliver"))["respond"] is True
