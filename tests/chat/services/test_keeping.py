"""What one does to a conversation: a title of one's own, the archive, deletion and its undo."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.errors import InputRefused, Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.models.conversation import UNDO_SHOWN, UNDO_TAKEN
from chat.models.title import TITLE_CHARACTERS
from chat.services import conversations, messages
from tests.chat import said
from tests.chat.ear import Ear
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db
DEEDS = [
    conversations.archive,
    conversations.unarchive,
    conversations.delete,
    conversations.undelete,
    lambda user, conversation_id: conversations.rename(user, conversation_id, "Mine now"),
]


def title_of(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    return conversation.title


def ago(conversation: Conversation, **moments: timedelta) -> None:
    """Set moments of this row to so long ago."""
    times = {name: timezone.now() - before for name, before in moments.items()}
    Conversation.objects.filter(pk=conversation.pk).update(**times)


def test_a_typed_first_turn_gives_the_title(alice: User, conversation: Conversation) -> None:
    messages.post(alice, conversation.pk, uuid4(), "what is the tide?\nAnd the moon?")
    assert title_of(conversation) == "What is the tide? And the moon?"


def test_a_spoken_first_turn_gives_the_title(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.spoken_question("u"), *said.whole_answer("a", "It is dry.", "u"))
    assert title_of(conversation) == ""
    ear.hears(said.heard("u", "is it raining?"))
    assert title_of(conversation) == "Is it raining?"


def test_a_turn_that_was_not_understood_leaves_the_title_to_the_next(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("u"), said.not_understood("u"))
    assert title_of(conversation) == ""
    ear.hears(*said.spoken_question("v", "u"), said.heard("v", "again, please"))
    assert title_of(conversation) == "Again, please"


def test_a_title_that_was_given_is_never_overwritten(
    alice: User, conversation: Conversation, ear: Ear
) -> None:
    conversations.rename(alice, conversation.pk, "Mine")
    messages.post(alice, conversation.pk, uuid4(), "Hello")
    ear.hears(*said.spoken_question("u"), said.heard("u", "Words"))
    assert title_of(conversation) == "Mine"


@pytest.mark.django_db(transaction=True)
def test_a_title_given_while_the_first_turn_is_stored_stays(
    alice: User, conversation: Conversation
) -> None:
    def either(number: int) -> None:
        if number % 2:
            conversations.rename(alice, conversation.pk, "Mine")
        else:
            messages.post(alice, conversation.pk, uuid4(), f"Turn {number}")

    assert at_once(6, either) == [None] * 6
    assert title_of(conversation) == "Mine"


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00", "x" * (TITLE_CHARACTERS + 1)])
def test_a_title_that_is_none_is_refused(
    alice: User, conversation: Conversation, text: str
) -> None:
    with pytest.raises(InputRefused):
        conversations.rename(alice, conversation.pk, text)
    assert title_of(conversation) == ""


@pytest.mark.parametrize("deed", DEEDS)
def test_another_s_and_a_missing_one_are_refused_alike_and_left(
    alice: User, foreign: Conversation, deed: object
) -> None:
    before = Conversation.objects.values().get()
    codes = []
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            deed(alice, conversation_id)  # type: ignore[operator]
        codes.append((refused.value.code, refused.value.message))
    assert codes[0] == codes[1]
    assert Conversation.objects.values().get() == before


def test_archived_is_out_of_the_lists_and_still_readable(
    alice: User, conversation: Conversation
) -> None:
    conversations.archive(alice, conversation.pk)
    conversations.archive(alice, conversation.pk)
    assert list(conversations.recent(alice)) == []
    assert list(conversations.archived(alice)) == [conversations.find(alice, conversation.pk)]
    conversations.unarchive(alice, conversation.pk)
    assert list(conversations.recent(alice)) == [conversation]


@pytest.mark.parametrize("put_away", [conversations.archive, conversations.delete])
def test_what_was_put_away_never_opens_by_itself(
    alice: User, conversation: Conversation, put_away: object
) -> None:
    messages.post(alice, conversation.pk, uuid4(), "The most recent")
    put_away(alice, conversation.pk)  # type: ignore[operator]
    assert conversations.latest_or_new(alice) != conversation
    assert conversations.create(alice) != conversation


def test_an_empty_one_with_a_title_of_its_own_is_not_used_for_a_new_one(alice: User) -> None:
    first = conversations.create(alice)
    conversations.rename(alice, first.pk, "For later")
    assert conversations.create(alice) != first


def test_deleting_ends_the_call_and_settles_its_rows(
    alice: User, conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("u"), said.added(said.answer("a"), "u"))
    conversations.delete(alice, conversation.pk)
    session = RealtimeSession.objects.get()
    assert (session.is_open, session.end_reason) == (False, "deleted")
    assert not conversation.messages.filter(status="live").exists()


def test_an_undo_brings_it_back_as_it_was_and_again_changes_nothing(
    alice: User, conversation: Conversation
) -> None:
    messages.post(alice, conversation.pk, uuid4(), "Kept")
    conversations.archive(alice, conversation.pk)
    conversations.delete(alice, conversation.pk)
    for _ in range(2):
        conversations.undelete(alice, conversation.pk)
    assert conversations.find(alice, conversation.pk).archived_at
    assert [row.content for row in conversation.messages.all()] == ["Kept"]


def test_after_its_time_an_undo_is_refused(alice: User, conversation: Conversation) -> None:
    ago(conversation, deleted_at=UNDO_TAKEN + timedelta(seconds=1))
    with pytest.raises(Refusal, match="not_found"):
        conversations.undelete(alice, conversation.pk)


def test_the_notices_are_about_what_was_put_away_a_moment_ago(alice: User) -> None:
    archived, deleted, old = (Conversation.objects.create(owner=alice) for _ in range(3))
    ago(archived, archived_at=timedelta(seconds=5))
    ago(deleted, deleted_at=timedelta(seconds=2), archived_at=timedelta(days=1))
    ago(old, deleted_at=UNDO_SHOWN + timedelta(seconds=1))
    found = list(conversations.just_put_away(alice))
    assert found == [deleted, archived]
    assert [one.undo_left_s for one in found] == [18, 15]


def test_nobody_hears_of_another_s_deletion(alice: User, bob: User, foreign: Conversation) -> None:
    conversations.delete(bob, foreign.pk)
    assert list(conversations.just_put_away(alice)) == []
    assert [one.pk for one in conversations.just_put_away(bob)] == [UUID(str(foreign.pk))]
