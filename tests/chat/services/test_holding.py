"""Which calls are held: swept when nobody does, reopened when a tab comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Conversation, RealtimeSession, User
from chat.services import holding, sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True)


def test_the_sweep_ends_what_nobody_has_held_for_half_a_minute(
    conversation: Conversation, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("u"))
    _unseen_for(session, 31)
    assert holding.sweep() == 1
    session.refresh_from_db()
    assert (session.end_reason, faults(conversation)) == ("lost", [])
    assert holding.sweep() == 0


def test_the_sweep_leaves_a_call_that_was_seen(session: RealtimeSession) -> None:
    _unseen_for(session, 29)
    assert holding.sweep() == 0
    _unseen_for(session, 31)
    holding.seen(session.pk)
    assert holding.sweep() == 0


@together
def test_sweeps_at_once_end_a_call_once(session: RealtimeSession) -> None:
    _unseen_for(session, 31)
    assert sorted(map(str, at_once(6, lambda _: holding.sweep()))) == ["0"] * 5 + ["1"]


def test_a_tab_that_comes_back_reopens_its_lost_call(alice: User, session: RealtimeSession) -> None:
    _unseen_for(session, 31)
    holding.sweep()
    held = holding.hold(alice, session.pk)
    session.refresh_from_db()
    assert (held.is_open, session.is_open, session.end_reason) == (True, True, "")
    assert holding.sweep() == 0


@pytest.mark.parametrize("reason", ["ended", "left", "failed", "taken_over", "logged_out"])
def test_a_call_that_was_ended_on_purpose_stays_ended(
    alice: User, session: RealtimeSession, reason: str
) -> None:
    sessions.end(alice, session.pk, reason)
    assert not holding.hold(alice, session.pk).is_open
    session.refresh_from_db()
    assert session.end_reason == reason


def test_a_lost_call_stays_ended_when_another_is_open(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    sessions.end(alice, session.pk, "lost")
    sessions.start(alice, conversation.pk, wish())
    assert not holding.hold(alice, session.pk).is_open
    assert RealtimeSession.objects.open().count() == 1


@together
def test_a_lost_call_and_a_new_one_never_are_open_together(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    sessions.end(alice, session.pk, "lost")

    def race(number: int) -> object:
        if number % 2:
            return holding.hold(alice, session.pk).pk
        return sessions.start(alice, conversation.pk, wish())[0].pk

    results = at_once(8, race)
    assert [one for one in results if isinstance(one, Exception)] == []
    assert RealtimeSession.objects.open().count() == 1


def _unseen_for(session: RealtimeSession, seconds: int) -> None:
    last = timezone.now() - timedelta(seconds=seconds)
    RealtimeSession.objects.filter(pk=session.pk).update(last_seen_at=last)
