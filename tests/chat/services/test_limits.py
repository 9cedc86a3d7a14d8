"""Limits: exact when many start at once, and what ends a call that is over."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from chat.errors import Refusal
from chat.models import CallPolicy, Conversation, RealtimeSession, User
from chat.services import holding, limits, sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, told
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
together = pytest.mark.django_db(transaction=True)


def start(user: User) -> RealtimeSession:
    conversation = Conversation.objects.create(owner=user)
    return sessions.start(user, conversation.pk, wish())[0]


def was(session: RealtimeSession, **ago_s: int) -> None:
    """Put moments of this call into the past, in seconds."""
    now = timezone.now()
    past = {name: now - timedelta(seconds=seconds) for name, seconds in ago_s.items()}
    RealtimeSession.objects.filter(pk=session.pk).update(**past)


def refusals(results: list[RealtimeSession | Exception]) -> set[str]:
    failed = [one for one in results if isinstance(one, Exception)]
    return {one.code if isinstance(one, Refusal) else repr(one) for one in failed}


@together
def test_fifty_starts_at_once_never_exceed_a_person_s_calls(
    alice: User, settings: Settings
) -> None:
    settings.SESSION_STARTS_PER_MINUTE = 100
    mine = [Conversation.objects.create(owner=alice).pk for _ in range(50)]
    results = at_once(50, lambda number: sessions.start(alice, mine[number], wish())[0])
    assert refusals(results) == {"too_many_open_calls"}
    assert RealtimeSession.objects.open().count() == settings.CALLS_PER_USER == 3


@together
def test_fifty_starts_of_ten_people_never_exceed_the_installation_s(settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 7
    people = [User.objects.create_user(f"{number}@example.com") for number in range(10)]
    results = at_once(50, lambda number: start(people[number % 10]))
    assert refusals(results) == {"too_many_open_calls"}
    assert RealtimeSession.objects.open().count() == 7


def test_two_calls_of_one_person_in_different_conversations_are_fine(alice: User) -> None:
    assert start(alice).pk != start(alice).pk
    assert RealtimeSession.objects.open().count() == 2


def test_taking_over_needs_no_further_place(alice: User, settings: Settings) -> None:
    settings.CALLS_PER_USER = 1
    first = start(alice)
    assert sessions.start(alice, first.conversation_id, wish())[1]


def test_a_refusal_says_how_many_and_whether_trying_again_helps(
    alice: User, settings: Settings
) -> None:
    settings.CALLS_PER_USER = 1
    start(alice)
    with pytest.raises(Refusal, match="too_many_open_calls") as refused:
        start(alice)
    assert (refused.value.status, refused.value.retry) == (429, True)
    assert "one call" in refused.value.message


def test_a_lost_call_comes_back_only_where_there_is_room(alice: User, settings: Settings) -> None:
    settings.CALLS_PER_USER = 1
    lost = start(alice)
    sessions.end(alice, lost.pk, "lost")
    start(alice)
    assert not holding.hold(alice, lost.pk).is_open
    assert RealtimeSession.objects.open().count() == 1


@pytest.mark.parametrize("whose", ["everyone", "alice"])
def test_a_stop_lets_nobody_start_whom_it_concerns(alice: User, bob: User, whose: str) -> None:
    CallPolicy.objects.create(user=alice if whose == "alice" else None, stopped=True)
    with pytest.raises(Refusal, match="calls_stopped") as refused:
        start(alice)
    assert (refused.value.status, refused.value.retry) == (403, False)
    if whose == "alice":
        assert start(bob).is_open


@pytest.mark.parametrize(
    ("past", "reason"), [({"call_started_at": 61}, "limit"), ({"last_active_at": 21}, "idle")]
)
def test_a_call_that_is_over_ends_with_its_reason_and_its_rows_settled(
    session: RealtimeSession, ear: Ear, settings: Settings, past: dict[str, int], reason: str
) -> None:
    settings.CALL_SECONDS, settings.CALL_IDLE_SECONDS = 60, 20
    ear.hears(*said.spoken_question("u"))
    assert limits.end_what_is_over() == 0
    was(session, **past)
    assert [limits.end_what_is_over(), limits.end_what_is_over()] == [1, 0]
    session.refresh_from_db()
    assert (session.end_reason, faults(session.conversation)) == (reason, [])
    assert told(session.conversation) == [("user", "unheard", "")]


def test_a_policy_lets_one_person_talk_longer(alice: User, bob: User) -> None:
    CallPolicy.objects.create(longest_s=60)
    CallPolicy.objects.create(user=alice, longest_s=600)
    calls = {person: start(person) for person in (alice, bob)}
    for call in calls.values():
        was(call, call_started_at=61)
    limits.end_what_is_over()
    assert RealtimeSession.objects.open().get() == calls[alice]


def test_a_process_ends_only_the_calls_that_it_hears(alice: User) -> None:
    mine, other = start(alice), start(alice)
    was(mine, call_started_at=4000)
    was(other, call_started_at=4000)
    RealtimeSession.objects.filter(pk=mine.pk).update(attached_by="this process")
    assert limits.end_what_is_over("this process") == 1
    assert RealtimeSession.objects.open().get() == other


@together
def test_sweeps_at_once_end_a_call_once(session: RealtimeSession) -> None:
    was(session, call_started_at=4000)
    ended = at_once(6, lambda _: limits.end_what_is_over())
    assert sorted(map(str, ended)) == ["0"] * 5 + ["1"]


def test_a_decision_to_stop_ends_open_calls_after_commit(
    alice: User,
    bob: User,
    admin: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    hers, his = start(alice), start(bob)
    with django_capture_on_commit_callbacks(execute=True):
        limits.decide(CallPolicy(user=alice, stopped=True), admin)
        assert RealtimeSession.objects.open().count() == 2
    hers.refresh_from_db()
    assert (hers.end_reason, RealtimeSession.objects.open().get()) == ("stopped", his)
    assert CallPolicy.objects.get(user=alice).decided_by == admin


@together
def test_a_decision_that_is_taken_back_ends_nothing(alice: User, admin: User) -> None:
    call = start(alice)
    with transaction.atomic():
        limits.decide(CallPolicy(user=alice, stopped=True), admin)
        transaction.set_rollback(True)
    call.refresh_from_db()
    assert call.is_open


@together
def test_no_call_slips_past_a_stop_that_comes_while_it_starts(alice: User, admin: User) -> None:
    def race(number: int) -> object:
        if number != 5:
            return start(alice)
        limits.decide(CallPolicy(user=alice, stopped=True), admin)
        return None

    assert not [
        one
        for one in at_once(12, race)
        if isinstance(one, Exception) and not isinstance(one, Refusal)
    ]
    assert not RealtimeSession.objects.open().exists()


def test_the_browser_is_told_what_is_left(session: RealtimeSession, settings: Settings) -> None:
    settings.CALL_SECONDS, settings.CALL_IDLE_SECONDS = 60, 20
    settings.CALL_IDLE_ASK_SECONDS = 8
    was(session, call_started_at=45)
    session.refresh_from_db()
    left = limits.left_of(session)
    assert (left["ask_s"], left["idle_s"]) == (12, 20)
    assert 14 < left["left_s"] <= 15


def test_it_asks_at_half_time_at_the_earliest(session: RealtimeSession, settings: Settings) -> None:
    settings.CALL_IDLE_SECONDS, settings.CALL_IDLE_ASK_SECONDS = 20, 60
    assert limits.left_of(session)["ask_s"] == 10
