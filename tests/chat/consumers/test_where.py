"""Where a conversation is in a call: told to every tab that looks at it."""

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Conversation, RealtimeSession, User
from chat.services import sessions
from tests.chat.conftest import wish
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = wish().client_id


async def take_over(alice: User, session: RealtimeSession) -> RealtimeSession:
    there = wish(device=PHONE, take_over=True, device_name="Safari, iPhone")
    made, _ = await stored(sessions.start)(alice, session.conversation_id, there)
    assert isinstance(made, RealtimeSession)
    return made


async def test_a_tab_that_looks_is_told_of_the_call(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    where = await tab.asks("watch", "where", conversation=session.conversation_id)
    assert where["live"]["session"] == str(session.pk)
    assert where["live"]["since"] == session.call_started_at.isoformat()


async def test_or_that_there_is_none(
    alice: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    where = await tab.asks("watch", "where", conversation=conversation.pk)
    assert where == {"type": "where", "conversation": str(conversation.pk), "live": None}


async def test_another_s_call_is_told_to_nobody(
    alice: User, foreign_session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.says("watch", conversation=foreign_session.conversation_id)
    assert {frame["type"] for frame in await tab.everything_until_beat()} == {"error"}


async def test_the_first_device_is_told_which_one_goes_on(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("hold", "ack", session=session.pk)
    later = await take_over(alice, session)
    ended = await tab.hears("session", session=str(session.pk))
    assert (ended["reason"], ended["continued_on"]) == ("taken_over", "Safari, iPhone")
    assert (await tab.hears("session", session=str(later.pk)))["device_name"] == "Safari, iPhone"


async def test_growing_text_of_a_fenced_call_is_refused(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("hold", "ack", session=session.pk)
    await take_over(alice, session)
    await tab.hears("session", session=str(session.pk))
    grown = {"item_id": "a", "role": "assistant", "content": "Half"}
    refused = await tab.asks("partial", "error", session=session.pk, **grown)
    assert refused["code"] == "not_held"


async def test_a_goodbye_is_noted(alice: User, session: RealtimeSession, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    await take_over(alice, session)
    await tab.says("goodbye", session=session.pk)
    await tab.everything_until_beat()
    await session.arefresh_from_db()
    assert session.parted_at


async def test_a_socket_that_goes_leaves_its_call_out_of_sight(
    alice: User, session: RealtimeSession
) -> None:
    tab = await Tab.of(alice)
    await tab.asks("hold", "ack", session=session.pk)
    await tab.closes()
    await session.arefresh_from_db()
    assert session.unheld_since


async def test_only_who_holds_a_call_stays_in_it(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab, other = await open_tab(alice), await open_tab(alice)
    await tab.asks("hold", "ack", session=session.pk)
    before = session.last_active_at
    for one, is_later in ((other, False), (tab, True)):
        await one.says("stay", session=session.pk)
        await one.everything_until_beat()
        await session.arefresh_from_db()
        assert (session.last_active_at > before) is is_later
