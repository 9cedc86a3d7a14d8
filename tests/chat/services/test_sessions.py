"""Starting and ending calls, by one person at a time and by many clicks at once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.services import endings, holding, sessions
from tests.chat import said
from tests.chat.conftest import LAPTOP, wish
from tests.chat.ear import Ear, told
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True)
PHONE = uuid4()


def codes(results: Sequence[object]) -> set[str]:
    return {one.code for one in results if isinstance(one, Refusal)}


@together
def test_a_double_click_makes_one_session(alice: User, conversation: Conversation) -> None:
    click = wish()
    results = at_once(20, lambda _: sessions.start(alice, conversation.pk, click))
    found = [one for one in results if not isinstance(one, Exception)]
    assert len(found) == 20
    assert sum(is_new for _, is_new in found) == 1
    assert RealtimeSession.objects.count() == 1


@together
def test_a_conversation_has_one_open_call_however_many_start(
    alice: User, conversation: Conversation
) -> None:
    results = at_once(10, lambda _: sessions.start(alice, conversation.pk, wish(device=uuid4())))
    assert codes(results) == {"call_elsewhere"}
    assert RealtimeSession.objects.count() == 1


@together
def test_the_limit_of_starts_is_exact_when_fifty_start_at_once(
    alice: User, settings: Settings
) -> None:
    settings.SESSION_STARTS_PER_MINUTE, settings.CALLS_PER_USER = 5, 50
    mine = [Conversation.objects.create(owner=alice).pk for _ in range(50)]
    results = at_once(50, lambda number: sessions.start(alice, mine[number], wish()))
    assert codes(results) == {"too_many_calls"}
    assert len([one for one in results if not isinstance(one, Exception)]) == 5
    assert RealtimeSession.objects.count() == 5


def test_the_limit_is_of_a_minute_and_of_one_person(
    alice: User, conversation: Conversation, foreign_session: RealtimeSession, settings: Settings
) -> None:
    settings.SESSION_STARTS_PER_MINUTE = 1
    first = sessions.start(alice, conversation.pk, wish())[0]
    with pytest.raises(Refusal, match="too_many_calls") as refused:
        sessions.start(alice, conversation.pk, wish())
    assert (refused.value.status, refused.value.retry) == (429, True)
    old = timezone.now() - timedelta(seconds=61)
    RealtimeSession.objects.filter(pk=first.pk).update(started_at=old)
    assert sessions.start(alice, conversation.pk, wish())[1]


def test_the_same_click_later_gives_the_same_session(
    alice: User, conversation: Conversation
) -> None:
    click = wish()
    first = sessions.start(alice, conversation.pk, click)[0]
    sessions.end(alice, first.pk, "ended")
    assert sessions.start(alice, conversation.pk, click) == (first, False)


def test_the_same_device_takes_over_without_asking(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    later = sessions.start(alice, conversation.pk, wish(device=LAPTOP))[0]
    session.refresh_from_db()
    assert (session.end_reason, later.is_open) == ("taken_over", True)


def test_another_device_is_asked_first(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    with pytest.raises(Refusal, match="call_elsewhere") as refused:
        sessions.start(alice, conversation.pk, wish(device=PHONE))
    session.refresh_from_db()
    assert (refused.value.status, session.is_open) == (409, True)


def test_another_device_may_take_over_when_told_to(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    sessions.start(alice, conversation.pk, wish(device=PHONE, take_over=True))
    session.refresh_from_db()
    assert session.end_reason == "taken_over"


def test_a_refused_start_leaves_no_row(alice: User, foreign: Conversation) -> None:
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal, match="not_found"):
            sessions.start(alice, conversation_id, wish())
    assert RealtimeSession.objects.count() == 0


def test_the_end_settles_what_is_live(
    alice: User, conversation: Conversation, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("u"), said.added(said.answer("a"), "u"))
    ear.hears(said.added(said.answer("b"), "a"), said.spoken("b", "Half a"))
    sessions.end(alice, session.pk, "ended")
    assert told(conversation) == [
        ("user", "unheard", ""),
        ("assistant", "unheard", ""),
        ("assistant", "interrupted", "Half a"),
    ]


def test_ending_twice_keeps_the_first_reason(alice: User, session: RealtimeSession) -> None:
    sessions.end(alice, session.pk, "left")
    sessions.end(alice, session.pk, "failed")
    session.refresh_from_db()
    assert (session.state, session.end_reason) == ("ended", "left")


def test_nobody_ends_holds_or_finds_another_s_call(
    alice: User, foreign_session: RealtimeSession
) -> None:
    for session_id in (foreign_session.pk, uuid4()):
        with pytest.raises(Refusal, match="unknown_session"):
            sessions.find(alice, session_id)
        with pytest.raises(Refusal, match="unknown_session"):
            holding.hold(alice, session_id)
        with pytest.raises(Refusal, match="unknown_session"):
            sessions.end(alice, session_id, "ended")
    foreign_session.refresh_from_db()
    assert foreign_session.is_open


def test_a_session_is_described_as_the_frame_wants(session: RealtimeSession) -> None:
    said_of_it = endings.described(session)
    names = "session conversation state reason device device_name since continued_on output title"
    assert set(said_of_it) == set(names.split())
    assert (said_of_it["state"], said_of_it["title"]) == ("live", "New conversation")
