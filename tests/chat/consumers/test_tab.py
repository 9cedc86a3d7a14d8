"""The tab's socket: who may open it, what it answers, what reaches which tab."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async as stored
from django.conf import settings
from django.test import AsyncClient

from chat.broadcasts import group_of
from chat.models import Conversation, Message, RealtimeSession, User
from chat.services import logins, messages, sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab
from tests.chat.test_json_input import HOSTILE


def sendable(hostile: str | bytes) -> str | bytes:
    """A lone surrogate cannot come over a socket as text; its bytes can."""
    if isinstance(hostile, str) and "\ud800" in hostile:
        return hostile.encode("utf-8", "surrogatepass")
    return hostile


BAD = {name: sendable(text) for name, (text, _) in HOSTILE.items() if text}
BAD |= {"unknown type": '{"type": "x"}', "type is a list": '{"type": []}', "bytes": b"\xff"}

pytestmark = pytest.mark.django_db(transaction=True)
post = stored(messages.post)


def numbered(*payloads: dict[str, Any], first: int = 1) -> list[dict[str, Any]]:
    return [{"n": number, "event": one} for number, one in enumerate(payloads, start=first)]


async def test_it_refuses_somebody_who_is_not_logged_in() -> None:
    assert not await Tab().opens()
    assert not await Tab(login="stolen").opens()


@pytest.mark.parametrize(
    "origin", [None, b"null", b"https://evil.example", b"https://parley.example", b"parley.example"]
)
async def test_it_refuses_another_site(alice: User, origin: bytes | None) -> None:
    own = await Tab.of(alice)
    assert not await Tab(own.login, origin).opens()
    await own.closes()


async def test_it_greets_with_the_protocol_and_an_opaque_id(alice: User) -> None:
    tab = Tab((await Tab.of(alice)).login)
    await tab.opens()
    assert await tab.hears("hello") == {"type": "hello", "protocol": 1, "user": alice.opaque_id}
    assert alice.email not in alice.opaque_id


async def test_a_watch_answers_what_changed_since(
    alice: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await post(alice, conversation.pk, uuid4(), "One")
    second = (await post(alice, conversation.pk, uuid4(), "Two"))[0]
    found = await tab.asks("watch", "changes", conversation=conversation.pk, after_revision=1)
    assert (found["conversation"], found["revision"]) == (str(conversation.pk), 2)
    assert [row["id"] for row in found["messages"]] == [str(second.pk)]
    assert "Two" in found["messages"][0]["html"]


async def test_a_watch_is_answered_when_nothing_changed(
    alice: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    found = await tab.asks("watch", "changes", conversation=conversation.pk, after_revision=9)
    assert (found["messages"], found["revision"], found["more"]) == ([], 0, False)


async def test_another_s_conversation_and_a_missing_one_get_the_same_answer(
    alice: User, foreign: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    answers = [
        await tab.asks("watch", "error", conversation=one, after_revision=0)
        for one in (foreign.pk, uuid4())
    ]
    assert answers[0] == answers[1]
    assert answers[0]["code"] == "not_found"


async def test_another_s_session_and_a_missing_one_get_the_same_answer(
    alice: User, foreign_session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    for kind in ("hold", "relay"):
        answers = []
        for one in (foreign_session.pk, uuid4()):
            fields = {"events": numbered(said.committed("u"))} if kind == "relay" else {}
            answers.append(await tab.asks(kind, "error", session=one, **fields) | {"session": ""})
        assert answers[0] == answers[1]
    assert await Message.objects.acount() == 0


async def test_a_change_reaches_the_other_tab_and_no_other_user(
    alice: User, bob: User, conversation: Conversation, open_tab: Opens
) -> None:
    first, second, other = [await open_tab(user) for user in (alice, alice, bob)]
    for tab in (first, second, other):
        await tab.says("watch", conversation=conversation.pk, after_revision=0)
    for tab in (first, second):
        await tab.hears("changes")
    await post(alice, conversation.pk, uuid4(), "For Alice's eyes")
    for tab in (first, second):
        found = await tab.hears("changes")
        assert "For Alice&#x27;s eyes" in found["messages"][0]["html"]
    assert {one["type"] for one in await other.everything_until_beat()} == {"error"}


async def test_a_conversation_that_is_not_watched_is_not_drawn(
    alice: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("watch", "changes", conversation=conversation.pk)
    await tab.says("watch", conversation=None)
    await tab.everything_until_beat()
    await post(alice, conversation.pk, uuid4(), "Unseen")
    assert "changes" not in {one["type"] for one in await tab.everything_until_beat()}


async def test_a_relay_is_acknowledged_after_it_is_stored(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    events = numbered(*said.spoken_question("item_u"))
    found = await tab.asks("relay", "ack", session=session.pk, events=events)
    assert found == {"type": "ack", "session": str(session.pk), "through": 3}
    assert await Message.objects.filter(item_id="item_u").acount() == 1


async def test_a_gap_is_asked_for(alice: User, session: RealtimeSession, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    events = numbered(said.committed("item_u"), first=5)
    found = await tab.asks("relay", "resend", session=session.pk, events=events)
    assert (found["session"], found["after"]) == (str(session.pk), 0)


async def test_a_refused_event_is_one_error_with_its_number_and_handled(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    events = numbered(said.opened(), {"type": "conversation.item.deleted"}, said.opened())
    found = await tab.asks("relay", "error", session=session.pk, events=events)
    assert (found["code"], found["n"]) == ("bad_field", 2)
    assert (await tab.hears("ack"))["through"] == 3
    assert await tab.everything_until_beat() == []


async def test_a_tool_s_output_is_delivered_to_the_tab_that_holds_the_call(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    holder, viewer = await open_tab(alice), await open_tab(alice)
    assert (await holder.asks("hold", "ack", session=session.pk))["through"] == 0
    events = numbered(*said.called("item_c"))
    await holder.says("relay", session=session.pk, events=events)
    due = await holder.hears("deliver")
    assert (due["session"], due["respond"]) == (str(session.pk), True)
    assert [item["type"] for item in due["items"]] == ["function_call_output"]
    assert "deliver" not in {one["type"] for one in await viewer.everything_until_beat()}


async def test_a_tab_that_comes_back_gets_what_is_still_due(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    first = await open_tab(alice)
    await first.says("relay", session=session.pk, events=numbered(*said.called("item_c")))
    await first.hears("ack")
    await first.everything_until_beat()
    again = await open_tab(alice)
    due = await again.asks("hold", "deliver", session=session.pk)
    assert len(due["items"]) == 1


async def test_holding_a_call_that_is_over_says_so(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    await stored(sessions.end)(alice, session.pk, "taken_over")
    tab = await open_tab(alice)
    found = await tab.asks("hold", "session", session=session.pk)
    assert (found["state"], found["reason"]) == ("ended", "taken_over")


async def test_the_start_and_the_end_of_a_call_reach_every_tab_of_the_user(
    alice: User, bob: User, conversation: Conversation, open_tab: Opens
) -> None:
    tab, other = await open_tab(alice), await open_tab(bob)
    session = (await stored(sessions.start)(alice, conversation.pk, wish()))[0]
    assert (await tab.hears("session", state="live"))["session"] == str(session.pk)
    await stored(sessions.end)(alice, session.pk, "ended")
    assert (await tab.hears("session", state="ended"))["reason"] == "ended"
    assert await other.everything_until_beat() == []


async def test_growing_text_reaches_the_other_tabs_only(
    alice: User, bob: User, session: RealtimeSession, open_tab: Opens
) -> None:
    holder, viewer, other = [await open_tab(user) for user in (alice, alice, bob)]
    await holder.asks("hold", "ack", session=session.pk)
    text = {"item_id": "item_a", "role": "assistant", "content": "Once upon"}
    await holder.says("partial", session=session.pk, **text)
    found = await viewer.hears("partial")
    assert found == {"type": "partial", "conversation": str(session.conversation_id), **text}
    for tab in (holder, other):
        assert "partial" not in {one["type"] for one in await tab.everything_until_beat()}


async def test_growing_text_of_a_call_that_is_not_held_is_refused(
    alice: User, foreign_session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    text = {"item_id": "item_a", "role": "user", "content": "Forged"}
    refused = await tab.asks("partial", "error", session=foreign_session.pk, **text)
    assert refused["code"] == "not_held"


async def test_a_beat_is_answered_and_keeps_the_call(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tab.asks("hold", "ack", session=session.pk)
    await RealtimeSession.objects.aupdate(last_seen_at=session.started_at.replace(year=2020))
    await tab.asks("beat", "beat", session=session.pk)
    await session.arefresh_from_db()
    assert session.last_seen_at.year > 2020


async def test_a_beat_keeps_no_call_of_another(
    alice: User, foreign_session: RealtimeSession, open_tab: Opens
) -> None:
    await RealtimeSession.objects.aupdate(
        last_seen_at=foreign_session.started_at.replace(year=2020)
    )
    tab = await open_tab(alice)
    await tab.asks("beat", "beat", session=foreign_session.pk)
    await foreign_session.arefresh_from_db()
    assert foreign_session.last_seen_at.year == 2020


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_frame_gets_exactly_one_error_and_leaves_no_row(
    alice: User, session: RealtimeSession, open_tab: Opens, name: str
) -> None:
    tab = await open_tab(alice)
    await tab.sends(BAD[name])
    assert [one["type"] for one in await tab.everything_until_beat()] == ["error"]
    assert await Message.objects.acount() == 0


async def test_a_tab_that_floods_is_closed(alice: User) -> None:
    tab = await Tab.of(alice)
    for _ in range(400):
        await tab.sends(json.dumps({"type": "beat"}))
    assert await tab.closing_code() == 1013


async def test_a_log_out_closes_the_tabs_of_this_login_only(alice: User, open_tab: Opens) -> None:
    here, there = await Tab.of(alice), await open_tab(alice)
    await stored(logins.end_of_login)(alice, logins.login_of(here.login))
    assert await here.closing_code() == 4401
    assert await there.everything_until_beat() == []


async def test_a_log_out_on_the_page_ends_the_call_and_the_socket(
    alice: User, conversation: Conversation
) -> None:
    tab = await Tab.of(alice)
    login = logins.login_of(tab.login)
    session = (await stored(sessions.start)(alice, conversation.pk, wish(login=login)))[0]
    client = AsyncClient()
    client.cookies[settings.SESSION_COOKIE_NAME] = tab.login
    await client.post("/accounts/logout/")
    assert await tab.closing_code() == 4401
    await session.arefresh_from_db()
    assert session.end_reason == "logged_out"


@pytest.mark.skipif(not settings.REDIS_URL, reason="only Redis ends idle sockets")
async def test_an_idle_socket_stays_open_for_fifteen_seconds(alice: User, open_tab: Opens) -> None:
    tab = await open_tab(alice)
    assert await tab.socket.receive_nothing(timeout=15, interval=1)  # the waiting is what is tested
    await tab.asks("beat", "beat")


def test_a_socket_s_group_names_only_the_user(alice: User, bob: User) -> None:
    assert group_of(alice.pk) != group_of(bob.pk)
    assert UUID(alice.opaque_id)
