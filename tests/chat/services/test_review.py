"""A reviewer's reading: recorded before anything is sent, and refused like a missing one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError
from django.utils import timezone

from chat.errors import Refusal
from chat.models import AccessRecord, Conversation, RealtimeSession, User
from chat.services import messages, review, sidebands
from chat.services.provenance import Provenance
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


def permit(user: User) -> User:
    reviewers = Group.objects.create(name="reviewers")
    reviewers.permissions.add(Permission.objects.get(codename="review_conversation"))
    user.groups.add(reviewers)
    return User.objects.get(pk=user.pk)


def test_a_reading_is_recorded(alice: User, bob: User, foreign: Conversation) -> None:
    messages.post(bob, foreign.pk, uuid4(), "Hello")
    assert review.read(permit(alice), foreign.pk) == foreign
    record = AccessRecord.objects.get()
    assert (record.reader, record.conversation, record.through_sequence) == (alice, foreign, 1)


def test_each_reading_is_a_record(alice: User, foreign: Conversation) -> None:
    reader = permit(alice)
    for _ in range(3):
        review.read(reader, foreign.pk)
    assert AccessRecord.objects.count() == 3


def test_without_a_record_there_is_no_reading(
    alice: User, foreign: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**fields: object) -> None:
        raise DatabaseError("the disk is full")

    reader = permit(alice)
    monkeypatch.setattr(AccessRecord.objects, "create", broken)
    with pytest.raises(DatabaseError):
        review.read(reader, foreign.pk)


def test_without_the_permission_every_conversation_is_missing(
    alice: User, conversation: Conversation, foreign: Conversation
) -> None:
    said = []
    for conversation_id in (conversation.pk, foreign.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            review.read(alice, conversation_id)
        said.append((refused.value.code, refused.value.message))
    assert said == [("not_found", "There is no such conversation.")] * 3
    assert AccessRecord.objects.count() == 0


def test_a_missing_conversation_is_refused_to_a_reviewer_too(alice: User) -> None:
    with pytest.raises(Refusal, match="not_found"):
        review.read(permit(alice), uuid4())


def test_the_list_shows_titles_and_who_heard_but_no_words(
    alice: User, bob: User, conversation: Conversation, foreign: Conversation
) -> None:
    messages.post(bob, foreign.pk, uuid4(), "Hello")
    (case,) = review.listed(permit(alice)).cases
    assert (case.conversation, case.provenance) == (foreign, Provenance(server=1))


def test_seeing_the_list_is_recorded_once_an_hour(
    alice: User, bob: User, foreign: Conversation
) -> None:
    messages.post(bob, foreign.pk, uuid4(), "Hello")
    reader = permit(alice)
    for _ in range(3):
        review.listed(reader)
    record = AccessRecord.objects.get()
    assert (record.reader, record.conversation, record.through_sequence) == (alice, foreign, 0)
    AccessRecord.objects.update(read_at=timezone.now() - timedelta(minutes=61))
    review.listed(reader)
    assert AccessRecord.objects.count() == 2


def test_a_deleted_conversation_is_not_listed(alice: User, foreign: Conversation) -> None:
    messages.post(foreign.owner, foreign.pk, uuid4(), "Hello")
    Conversation.objects.update(deleted_at=timezone.now())
    assert review.listed(permit(alice)).cases == []


def test_the_list_is_for_reviewers_only(alice: User, foreign: Conversation) -> None:
    with pytest.raises(Refusal, match="not_found"):
        review.listed(alice)
    assert AccessRecord.objects.count() == 0


def test_a_long_list_and_a_long_transcript_come_in_pages(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "LISTED_AT_ONCE", 2)
    monkeypatch.setattr(review, "READ_AT_ONCE", 2)
    made = [Conversation.objects.create(owner=bob) for _ in range(3)]
    for conversation in made:
        for _ in range(3):
            messages.post(bob, conversation.pk, uuid4(), "Hello")
    reader = permit(alice)
    assert [len(review.listed(reader, page).cases) for page in ("1", "2", "x")] == [2, 1, 2]
    newest = review.transcript(reader, made[0].pk)
    assert ([row.sequence for row in newest.messages], newest.earlier) == ([2, 3], 2)
    earlier = review.transcript(reader, made[0].pk, newest.earlier)
    assert ([row.sequence for row in earlier.messages], earlier.earlier) == ([1], None)


def test_a_call_tells_who_heard_it_and_whether_it_was_altered(
    alice: User, foreign_session: RealtimeSession
) -> None:
    reader, conversation = permit(alice), foreign_session.conversation_id
    Ear(foreign_session).hears(*said.whole_answer("a", "Hello"))
    (call,) = review.transcript(reader, conversation).calls
    assert (call.provenance, call.was_altered) == (Provenance(browser=1), False)
    sidebands.note(foreign_session.pk, "The call's voice was changed.")
    (call,) = review.transcript(reader, conversation).calls
    assert (call.notices, call.was_altered) == (1, True)


def test_people_are_told_when_somebody_could_read(alice: User) -> None:
    assert not review.readers_exist()
    permit(alice)
    assert review.readers_exist()


def test_somebody_who_was_shut_out_is_no_reader(alice: User) -> None:
    User.objects.filter(pk=permit(alice).pk).update(is_active=False)
    assert not review.readers_exist()
