"""The id of a call and the lease on it: one offer, one holder, and who may say so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Message, RealtimeSession, ToolCall, User
from chat.services import sessions, sidebands
from tests.chat import said
from tests.chat.ear import Ear
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
CALL = "rtc_1"


@pytest.fixture
def by_server(session: RealtimeSession) -> RealtimeSession:
    session.setup = RealtimeSession.Setup.SERVER
    session.save()
    return session


def later(session: RealtimeSession, seconds: float) -> None:
    """As if so much of its lease had passed."""
    assert session.attached_until
    until = session.attached_until - timedelta(seconds=seconds)
    RealtimeSession.objects.filter(pk=session.pk).update(attached_until=until)


def test_an_offer_may_be_posted_once(alice: User, by_server: RealtimeSession) -> None:
    where = (alice, by_server.conversation_id, by_server.pk)
    assert sidebands.offer(*where) == by_server
    with pytest.raises(Refusal, match="already_offered") as refused:
        sidebands.offer(*where)
    assert refused.value.status == 409


def test_a_session_that_the_browser_sets_up_takes_no_offer(
    alice: User, session: RealtimeSession
) -> None:
    with pytest.raises(Refusal, match="bad_request"):
        sidebands.offer(alice, session.conversation_id, session.pk)


def test_a_session_that_is_over_takes_no_offer(alice: User, by_server: RealtimeSession) -> None:
    sessions.end(alice, by_server.pk, "ended")
    with pytest.raises(Refusal, match="call_over") as refused:
        sidebands.offer(alice, by_server.conversation_id, by_server.pk)
    assert refused.value.status == 410


def test_an_offer_under_another_s_address_is_unknown(
    bob: User, alice: User, by_server: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    for user, conversation in (
        (bob, by_server.conversation_id),
        (alice, foreign_session.conversation_id),
    ):
        with pytest.raises(Refusal, match="unknown_session"):
            sidebands.offer(user, conversation, by_server.pk)


@pytest.mark.django_db(transaction=True)
def test_of_offers_at_once_one_is_posted(alice: User, by_server: RealtimeSession) -> None:
    where = (alice, by_server.conversation_id, by_server.pk)
    found = at_once(4, lambda _: sidebands.offer(*where))
    refused = [one.code for one in found if isinstance(one, Refusal)]
    assert refused == ["already_offered"] * 3


def test_the_provider_s_answer_beats_a_claim_of_its_id(
    by_server: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    assert sidebands.take("keeper", foreign_session.pk, CALL)
    assert sidebands.answered(by_server.pk, CALL)
    by_server.refresh_from_db()
    foreign_session.refresh_from_db()
    assert (by_server.call_id, foreign_session.call_id) == (CALL, None)


def test_an_answer_after_the_end_is_kept_so_that_it_is_hung_up(
    alice: User, by_server: RealtimeSession
) -> None:
    sessions.end(alice, by_server.pk, "left")
    assert not sidebands.answered(by_server.pk, CALL)
    assert RealtimeSession.objects.to_hang_up().get() == by_server


def test_a_provider_that_names_no_call_is_heard_by_the_browser_alone(
    by_server: RealtimeSession,
) -> None:
    assert sidebands.answered(by_server.pk, None)
    assert sidebands.adoptable() == []


def test_a_claim_stores_nothing(alice: User, session: RealtimeSession) -> None:
    sidebands.claim(alice, session.pk, CALL)
    session.refresh_from_db()
    assert session.call_id is None


def test_a_claim_of_a_call_that_is_held_is_taken(
    alice: User, bob: User, session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    sidebands.take("keeper", session.pk, CALL)
    assert sidebands.claim(alice, session.pk, CALL) == session
    for user, mine, call_id in ((bob, foreign_session, CALL), (alice, session, "rtc_2")):
        with pytest.raises(Refusal, match="call_taken"):
            sidebands.claim(user, mine.pk, call_id)


def test_a_claim_for_a_call_that_is_over_or_another_s_is_refused(
    alice: User, bob: User, session: RealtimeSession
) -> None:
    for user, session_id in ((bob, session.pk), (alice, uuid4())):
        with pytest.raises(Refusal, match="unknown_session"):
            sidebands.claim(user, session_id, CALL)
    sessions.end(alice, session.pk, "ended")
    with pytest.raises(Refusal, match="call_over"):
        sidebands.claim(alice, session.pk, CALL)


@pytest.mark.django_db(transaction=True)
def test_of_keepers_at_once_one_takes_the_call(session: RealtimeSession) -> None:
    found = at_once(4, lambda number: sidebands.take(f"keeper-{number}", session.pk, CALL))
    assert sorted(map(bool, found)) == [False, False, False, True]


def test_two_sessions_cannot_hold_one_call(
    session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    assert sidebands.take("keeper", session.pk, CALL)
    assert not sidebands.take("keeper", foreign_session.pk, CALL)


def test_a_lease_ends_unless_it_is_renewed(session: RealtimeSession) -> None:
    sidebands.take("first", session.pk, CALL)
    assert not sidebands.take("second", session.pk, CALL)
    assert sidebands.attachable("second", session.pk) is None
    session.refresh_from_db()
    later(session, 3)
    assert sidebands.renew("first", [session.pk]) == {session.pk}
    session.refresh_from_db()
    later(session, 7)
    assert sidebands.adoptable() == [session.pk]
    assert sidebands.take("second", session.pk, CALL)
    assert sidebands.renew("first", [session.pk]) == set()


def test_the_lease_of_a_call_that_ended_is_not_renewed(
    alice: User, session: RealtimeSession, foreign_session: RealtimeSession
) -> None:
    sidebands.take("keeper", session.pk, CALL)
    sidebands.take("keeper", foreign_session.pk, "rtc_other")
    held = {session.pk, foreign_session.pk}
    assert sidebands.renew("keeper", held) == held
    sessions.end(alice, session.pk, "ended")
    assert sidebands.renew("keeper", held) == {foreign_session.pk}
    assert sidebands.adoptable() == []


def test_a_call_that_is_released_is_free_at_once_and_was_heard_before(
    session: RealtimeSession,
) -> None:
    sidebands.take("first", session.pk, CALL)
    sidebands.release("second", session.pk, is_lost=False)
    assert sidebands.adoptable() == []
    sidebands.release("first", session.pk, is_lost=False)
    assert sidebands.renew("first", [session.pk]) == set()
    session.refresh_from_db()
    assert sidebands.adoptable() == [session.pk]
    assert session.attached_by == "first"


def test_the_state_of_a_sideband(alice: User, session: RealtimeSession) -> None:
    states = [sidebands.state_of(session)]
    for change in (
        lambda: sidebands.take("keeper", session.pk, CALL),
        lambda: sidebands.release("keeper", session.pk, is_lost=True),
        lambda: sessions.end(alice, session.pk, "ended"),
    ):
        change()
        session.refresh_from_db()
        states.append(sidebands.state_of(session))
    assert states == ["none", "attached", "lost", "none"]


def test_what_only_a_browser_has_told_is_unconfirmed(ear: Ear) -> None:
    sidebands.take("keeper", ear.session.pk, CALL)
    ear.hears(*said.called("item_c"))
    assert sidebands.unconfirmed(ear.session.pk) == ["item_c"]
    assert sidebands.claimed_calls(ear.session.pk) == []
    sidebands.release("keeper", ear.session.pk, is_lost=True)
    assert sidebands.claimed_calls(ear.session.pk) == [ToolCall.objects.get().pk]


def test_only_a_call_of_a_conversation_with_something_undelivered_is_owed_anything(
    ear: Ear, foreign_session: RealtimeSession
) -> None:
    held = [ear.session.pk, foreign_session.pk]
    assert sidebands.owed(held) == []
    ear.hears(*said.called("item_c"))
    assert sidebands.owed(held) == [ear.session.pk]
    ToolCall.objects.update(delivered_at=timezone.now())
    assert sidebands.owed(held) == []


def test_a_note_is_a_line_of_the_server_s(session: RealtimeSession) -> None:
    sidebands.note(session.pk, "The call's voice was changed.")
    row = Message.objects.get()
    assert (row.role, row.captured_by, row.status) == ("system", "server", "final")
    assert row.created_at <= timezone.now()
