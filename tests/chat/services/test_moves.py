"""A call that goes over to a fresh session stays one call: its age, its silence, its limits."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.services import hang_ups, limits, sessions, tool_calls, tool_outputs
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(session: RealtimeSession) -> RealtimeSession:
    """A call that began ten minutes ago and was silent for five."""
    now = timezone.now()
    session.call_started_at = session.started_at = now - timedelta(minutes=10)
    session.last_active_at = now - timedelta(minutes=5)
    session.call_id = "rtc_old"
    session.save()
    return session


def move(user: User, session: RealtimeSession, **changes: object) -> RealtimeSession:
    changes = {"moves": session.pk, **changes}
    moved = sessions.start(user, session.conversation_id, wish(**changes))[0]
    session.refresh_from_db()
    return moved


def test_the_new_session_is_as_old_and_as_silent_as_the_call(
    alice: User, old: RealtimeSession
) -> None:
    new = move(alice, old)
    assert (new.call_started_at, new.last_active_at) == (old.call_started_at, old.last_active_at)
    assert new.started_at > old.started_at


def test_the_old_one_ends_for_a_reason_of_its_own_and_is_hung_up(
    alice: User, old: RealtimeSession
) -> None:
    new = move(alice, old)
    assert (old.end_reason, new.is_open) == ("renewed", True)
    assert [due.pk for due in hang_ups.due()] == [old.pk]


def test_late_events_of_the_old_one_are_stored_and_nothing_is_left_live(
    alice: User, old: RealtimeSession, conversation: Conversation
) -> None:
    late = Ear(old)
    late.hears(*said.spoken_question("u"))
    new = Ear(move(alice, old))
    new.hears(*said.whole_answer("b", "Go on."))
    late.hears(said.heard("u", "And this?"), *said.whole_answer("a", "This.", "u"))
    assert [text for _, _, text in told(conversation)] == ["And this?", "Go on.", "This."]
    sessions.end(alice, new.session.pk, "ended")
    assert faults(conversation) == []


@pytest.mark.parametrize("reason", ["lost", "left", "failed", "renewed"])
def test_a_call_whose_session_broke_off_goes_on(
    alice: User, old: RealtimeSession, reason: str
) -> None:
    sessions.end(alice, old.pk, reason)
    assert move(alice, old).call_started_at == old.call_started_at


@pytest.mark.parametrize("reason", ["ended", "taken_over", "limit", "idle", "stopped", "altered"])
def test_a_call_that_is_over_does_not_go_on(alice: User, old: RealtimeSession, reason: str) -> None:
    sessions.end(alice, old.pk, reason)
    with pytest.raises(Refusal, match="call_over") as refused:
        move(alice, old)
    assert (refused.value.status, refused.value.retry) == (410, False)
    assert RealtimeSession.objects.count() == 1


@pytest.mark.parametrize("past", ["call_started_at", "last_active_at"])
def test_a_call_past_its_limits_does_not_go_on(
    alice: User, old: RealtimeSession, past: str
) -> None:
    setattr(old, past, timezone.now() - timedelta(days=1))
    old.save()
    with pytest.raises(Refusal, match="call_over"):
        move(alice, old)


def test_the_limit_is_of_the_whole_call(alice: User, old: RealtimeSession) -> None:
    new = move(alice, old)
    past = timezone.now() - timedelta(days=1)
    RealtimeSession.objects.filter(pk=new.pk).update(call_started_at=past)
    assert limits.end_what_is_over() == 1
    new.refresh_from_db()
    assert new.end_reason == "limit"


def test_an_answer_that_was_lost_leaves_one_open_session(alice: User, old: RealtimeSession) -> None:
    unheard_of, new = move(alice, old), move(alice, old)
    unheard_of.refresh_from_db()
    assert (unheard_of.end_reason, new.is_open) == ("renewed", True)
    assert new.call_started_at == old.call_started_at


@pytest.mark.parametrize("whose", ["nobody's", "another device's"])
def test_a_call_of_which_nothing_is_known_is_a_new_one(
    alice: User, old: RealtimeSession, whose: str
) -> None:
    foreign: dict[str, UUID] = {"moves": uuid4()} if whose == "nobody's" else {"device": uuid4()}
    sessions.end(alice, old.pk, "lost")
    assert move(alice, old, **foreign).call_started_at > old.call_started_at


def test_what_a_tool_finds_after_the_move_goes_to_the_new_one_with_its_call(
    alice: User, old: RealtimeSession
) -> None:
    (call_id,) = Ear(old).hears(*said.called("item_c")).tool_calls
    new = move(alice, old)
    assert tool_outputs.due(new) == ([], False)
    tool_calls.run(call_id)
    due = tool_outputs.due(new)
    assert [item["type"] for item in due.items] == ["function_call", "function_call_output"]
    assert (due.respond, tool_outputs.due(old).items) == (True, [])
    Ear(new).hears(said.added(said.output(call_id.hex)))
    assert tool_outputs.due(new).items == []


def test_what_the_replay_had_is_not_delivered_once_more(alice: User, old: RealtimeSession) -> None:
    (call_id,) = Ear(old).hears(*said.called("item_c")).tool_calls
    tool_calls.run(call_id)
    assert tool_outputs.due(move(alice, old)).items == []
