"""Writing to a conversation: sequences without gaps, a revision for each change, nothing for a stranger."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import OperationalError

from chat.errors import Refusal
from chat.models import Conversation, Message, User
from chat.services import messages
from chat.services.thread import Thread, writing
from tests.chat.ear import faults, rows, snapshot
from tests.chat.parallel import at_once

THREADS, INSERTS = 8, 50


@pytest.mark.django_db(transaction=True)
def test_sequences_have_no_gap_when_eight_threads_write(
    alice: User, conversation: Conversation
) -> None:
    def write(thread: int) -> None:
        for number in range(INSERTS):
            _post_until_saved(alice, conversation, f"{thread}:{number}")

    assert at_once(THREADS, write) == [None] * THREADS
    assert faults(conversation) == []
    assert conversation.last_sequence == conversation.revision == THREADS * INSERTS


@pytest.mark.django_db(transaction=True)
def test_a_failed_write_leaves_no_gap(alice: User, conversation: Conversation) -> None:
    def write(number: int) -> None:
        with writing(alice, conversation.pk) as thread:
            _insert(thread)
            if number % 2:
                raise RuntimeError("broken in the middle")

    assert sum(isinstance(one, RuntimeError) for one in at_once(8, write)) == 4
    assert faults(conversation) == []
    assert len(rows(conversation)) == 4


@pytest.mark.django_db
def test_each_change_of_a_row_gets_the_next_revision(
    alice: User, conversation: Conversation
) -> None:
    with writing(alice, conversation.pk) as thread:
        first, second = _insert(thread), _insert(thread)
        thread.change(first)
    conversation.refresh_from_db()
    assert [(row.sequence, row.revision) for row in rows(conversation)] == [(1, 3), (2, 2)]
    assert (conversation.revision, second.revision) == (3, 2)


@pytest.mark.django_db
def test_nothing_is_written_when_nothing_changed(alice: User, conversation: Conversation) -> None:
    with writing(alice, conversation.pk):
        pass
    conversation.refresh_from_db()
    assert (conversation.revision, conversation.last_message_at) == (0, None)


@pytest.mark.django_db
def test_another_s_conversation_and_a_missing_one_are_refused_alike(
    alice: User, foreign: Conversation
) -> None:
    said = []
    for conversation_id in (foreign.pk, uuid4()):
        with pytest.raises(Refusal) as refused, writing(alice, conversation_id):
            pass
        said.append((refused.value.code, refused.value.message, refused.value.status))
    assert said[0] == said[1] == ("not_found", "There is no such conversation.", 404)
    assert snapshot(foreign) == []


@pytest.mark.django_db
def test_the_first_words_of_the_user_name_the_conversation(
    alice: User, conversation: Conversation
) -> None:
    messages.post(alice, conversation.pk, uuid4(), "how do " + "very " * 20 + "long titles look?")
    conversation.refresh_from_db()
    assert conversation.title.startswith("How do very very")
    assert (conversation.title[-1], len(conversation.title) <= 61) == ("…", True)


def _post_until_saved(user: User, conversation: Conversation, content: str) -> None:
    """As a tab does: what a busy SQLite file refuses is sent again under the same id."""
    client_id = uuid4()
    while True:
        with suppress(OperationalError):
            messages.post(user, conversation.pk, client_id, content)
            return


def _insert(thread: Thread) -> Message:
    return thread.insert(role="user", status="final", content="Hello", captured_by="server")
