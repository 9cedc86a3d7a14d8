"""Classic answers as rows: one at a time, leased, limited, settled when their process is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.errors import Refusal
from chat.models import CallPolicy, Conversation, Message, Mode, RealtimeSession, User
from chat.provider.answer_events import Called
from chat.services import answer_rows, answers
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def classic(conversation: Conversation, foreign: Conversation) -> None:
    Conversation.objects.update(mode=Mode.CLASSIC)


def begun(alice: User, conversation: Conversation) -> RealtimeSession:
    return answers.begin(alice, conversation.pk, "writer")[0]


def gone(session: RealtimeSession) -> None:
    """Its process was killed."""
    past = timezone.now() - timedelta(seconds=1)
    RealtimeSession.objects.filter(pk=session.pk).update(attached_until=past)


def test_there_is_one_at_a_time(alice: User, conversation: Conversation) -> None:
    first, is_new = answers.begin(alice, conversation.pk, "writer")
    assert is_new
    assert answers.begin(alice, conversation.pk, "another") == (first, False)


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_ask_at_once_begin_one(alice: User, conversation: Conversation) -> None:
    found = at_once(4, lambda number: answers.begin(alice, conversation.pk, str(number))[1])
    assert sorted(found, key=bool) == [False, False, False, True]


def test_a_conversation_in_live_has_none(alice: User, conversation: Conversation) -> None:
    Conversation.objects.update(mode=Mode.LIVE)
    with pytest.raises(Refusal, match="not_classic"):
        begun(alice, conversation)


def test_another_users_is_not_found(alice: User, foreign: Conversation) -> None:
    for ask in (lambda: begun(alice, foreign), lambda: answers.stop(alice, foreign.pk)):
        with pytest.raises(Refusal, match="not_found"):
            ask()


def test_what_its_process_left_is_settled_and_can_be_asked_again(
    alice: User, conversation: Conversation
) -> None:
    session = begun(alice, conversation)
    row = Message().id
    answer_rows.begin_text(session.pk, row, "Half of")
    gone(session)
    answers.settle_abandoned()
    session.refresh_from_db()
    assert session.end_reason == "lost"
    assert Message.objects.get(pk=row).status == "interrupted"
    assert begun(alice, conversation) != session


def test_what_waits_for_tools_is_taken_up_when_they_are_through(
    alice: User, conversation: Conversation
) -> None:
    session = begun(alice, conversation)
    answer_rows.add_calls(session.pk, [Called("c", "recall", "{}")])
    assert answers.suspend_if_waiting(session.pk)
    assert answers.owed() == []
    session.tool_calls.update(state="done", output={}, finished_at=timezone.now())
    assert answers.owed() == [(alice, conversation.pk)]
    begun(alice, conversation)
    assert answers.owed() == []


def test_a_call_id_that_a_server_gives_twice_is_two_calls(
    alice: User, conversation: Conversation
) -> None:
    session = begun(alice, conversation)
    same = [Called("call_0", "recall", "{}")]
    answer_rows.add_calls(session.pk, same)
    answer_rows.add_calls(session.pk, same)
    assert session.tool_calls.count() == 2


def test_nobody_has_more_at_once_than_allowed(
    alice: User, conversation: Conversation, settings: Settings
) -> None:
    settings.ANSWERS_PER_USER = 1
    begun(alice, conversation)
    other = Conversation.objects.create(owner=alice, mode=Mode.CLASSIC)
    with pytest.raises(Refusal, match="too_many_answers"):
        begun(alice, other)


def test_an_administrator_stops_answers_too(alice: User, conversation: Conversation) -> None:
    CallPolicy.objects.update_or_create(user=None, defaults={"stopped": True})
    with pytest.raises(Refusal, match="calls_stopped"):
        begun(alice, conversation)


def test_a_lease_is_kept_by_its_writer_alone(alice: User, conversation: Conversation) -> None:
    session = begun(alice, conversation)
    assert answers.renew("writer", {session.pk}) == {session.pk}
    assert answers.renew("another", {session.pk}) == set()


def test_what_is_spent_adds_up_whatever_it_is_called(
    alice: User, conversation: Conversation
) -> None:
    session = begun(alice, conversation)
    answers.spend(session.pk, {"input_tokens": 5, "output_tokens": 2, "total_tokens": 7})
    answers.spend(session.pk, {"prompt_tokens": 6, "completion_tokens": 1, "total_tokens": 7})
    session.refresh_from_db()
    assert session.usage == {"input_tokens": 11, "output_tokens": 3, "total_tokens": 14}
