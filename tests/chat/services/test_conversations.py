"""Conversations: only one's own, the newest first, and no heap of empty ones."""

from uuid import uuid4

import pytest
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.services import conversations, messages

pytestmark = pytest.mark.django_db


def test_another_s_and_a_missing_one_are_refused_alike(alice: User, foreign: Conversation) -> None:
    said = []
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            conversations.find(alice, conversation_id)
        said.append((refused.value.code, refused.value.message))
    assert said[0] == said[1]


def test_a_deleted_one_is_missing_to_its_owner(alice: User, conversation: Conversation) -> None:
    Conversation.objects.update(deleted_at=timezone.now())
    with pytest.raises(Refusal, match="not_found"):
        conversations.find(alice, conversation.pk)


def test_the_list_holds_one_s_own_newest_first(
    alice: User, conversation: Conversation, foreign: Conversation
) -> None:
    newer = Conversation.objects.create(owner=alice)
    messages.post(alice, conversation.pk, uuid4(), "Now the newest")
    assert list(conversations.recent(alice)) == [conversation, newer]


def test_the_list_marks_a_call(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    (found,) = conversations.recent(alice)
    assert getattr(found, "is_live") is True  # noqa: B009 - an annotation, which the type lacks


def test_home_leads_to_the_newest(alice: User, conversation: Conversation) -> None:
    Conversation.objects.create(owner=alice)
    messages.post(alice, conversation.pk, uuid4(), "Hello")
    assert conversations.latest_or_new(alice) == conversation


def test_home_makes_a_first_one(alice: User) -> None:
    made = conversations.latest_or_new(alice)
    assert (made.owner, conversations.latest_or_new(alice)) == (alice, made)


def test_a_new_one_is_not_made_while_one_is_empty(alice: User) -> None:
    first = conversations.create(alice)
    assert conversations.create(alice) == first
    messages.post(alice, first.pk, uuid4(), "Hello")
    assert conversations.create(alice) != first


def test_an_empty_one_that_is_in_a_call_is_not_used_again(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    assert conversations.create(alice) != conversation


def test_the_thread_is_the_newest_rows_in_order(
    alice: User, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "PAGE", 2)
    for content in ("One", "Two", "Three"):
        messages.post(alice, conversation.pk, uuid4(), content)
    assert [row.content for row in conversations.thread(conversation)] == ["Two", "Three"]
