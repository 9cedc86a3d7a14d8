"""Typed messages, checkpoints of growing text, and what a tab has not seen."""

from uuid import uuid4

import pytest

from chat.errors import Refusal
from chat.models import Conversation, Message, RealtimeSession, User
from chat.services import messages, sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, only, rows, told
from tests.chat.parallel import at_once

pytestmark = pytest.mark.django_db


def test_a_typed_message_is_stored_as_the_user_s(alice: User, conversation: Conversation) -> None:
    message, is_new = messages.post(alice, conversation.pk, uuid4(), "Hello")
    assert (is_new, message.sequence, message.own_item_id) == (True, 1, message.pk.hex)
    assert told(conversation) == [("user", "final", "Hello")]


@pytest.mark.django_db(transaction=True)
def test_the_same_message_sent_ten_times_at_once_is_one_row(
    alice: User, conversation: Conversation
) -> None:
    client_id = uuid4()
    results = at_once(10, lambda _: messages.post(alice, conversation.pk, client_id, "Once"))
    assert sum(one[1] for one in results if not isinstance(one, Exception)) == 1
    assert told(conversation) == [("user", "final", "Once")]


def test_the_same_client_id_gives_the_first_row(alice: User, conversation: Conversation) -> None:
    client_id = uuid4()
    first = messages.post(alice, conversation.pk, client_id, "First")[0]
    assert messages.post(alice, conversation.pk, client_id, "Second") == (first, False)
    assert only(conversation).content == "First"


@pytest.mark.parametrize("content", ["", "   ", "\n\t", "x" * 65_537])
def test_it_refuses_an_empty_and_an_endless_message(
    alice: User, conversation: Conversation, content: str
) -> None:
    with pytest.raises(Refusal, match="bad_field"):
        messages.post(alice, conversation.pk, uuid4(), content)
    assert rows(conversation) == []


def test_it_keeps_65_536_characters(alice: User, conversation: Conversation) -> None:
    messages.post(alice, conversation.pk, uuid4(), "x" * 65_536)
    assert len(only(conversation).content) == 65_536


def test_nobody_writes_into_another_s_conversation(alice: User, foreign: Conversation) -> None:
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal, match="not_found"):
            messages.post(alice, conversation_id, uuid4(), "Hello")
    assert Message.objects.count() == 0


def test_a_full_conversation_takes_no_more(
    alice: User, conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.thread.MAX_MESSAGES", 1)
    messages.post(alice, conversation.pk, uuid4(), "Fits")
    with pytest.raises(Refusal, match="conversation_full"):
        messages.post(alice, conversation.pk, uuid4(), "Does not")
    assert len(rows(conversation)) == 1


def test_a_checkpoint_keeps_growing_text(
    conversation: Conversation, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")))
    messages.checkpoint(session, "item_a", "So far")
    assert told(conversation) == [("assistant", "live", "So far")]


def test_a_checkpoint_never_changes_a_final_text(
    conversation: Conversation, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "The whole."))
    messages.checkpoint(session, "item_a", "The")
    assert told(conversation) == [("assistant", "final", "The whole.")]


def test_a_checkpoint_never_changes_which_tool_is_called(
    conversation: Conversation, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(said.added(said.call("item_c", "", "in_progress")))
    messages.checkpoint(session, "item_c", "another_tool(")
    assert told(conversation) == [("tool", "live", "get_current_time")]


def test_a_checkpoint_of_another_session_changes_nothing(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")))
    later = sessions.start(alice, conversation.pk, wish())[0]
    Message.objects.update(status="live")
    messages.checkpoint(later, "item_a", "Forged")
    assert only(conversation).content == ""


def test_changes_are_those_after_a_revision(alice: User, conversation: Conversation) -> None:
    for content in ("One", "Two", "Three"):
        messages.post(alice, conversation.pk, uuid4(), content)
    found = messages.changes(alice, conversation.pk, 1)
    assert [row.content for row in found.messages] == ["Two", "Three"]
    assert (found.revision, found.more) == (3, False)


@pytest.mark.parametrize("revision", [3, 2**31, 2**62])
def test_a_revision_beyond_the_newest_changes_nothing(
    alice: User, conversation: Conversation, revision: int
) -> None:
    assert messages.changes(alice, conversation.pk, revision) == (0, [], False)


def test_changes_of_another_s_conversation_are_refused(alice: User, foreign: Conversation) -> None:
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal, match="not_found"):
            messages.changes(alice, conversation_id, 0)
