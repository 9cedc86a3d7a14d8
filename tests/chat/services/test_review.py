"""A reviewer's reading: recorded before anything is sent, and refused like a missing one."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError

from chat.errors import Refusal
from chat.models import AccessRecord, Conversation, User
from chat.services import messages, review

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


def test_people_are_told_when_somebody_could_read(alice: User) -> None:
    assert not review.readers_exist()
    permit(alice)
    assert review.readers_exist()


def test_somebody_who_was_shut_out_is_no_reader(alice: User) -> None:
    User.objects.filter(pk=permit(alice).pk).update(is_active=False)
    assert not review.readers_exist()
