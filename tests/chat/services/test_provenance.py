"""Where words come from, counted."""

import pytest

from chat.models import Conversation, Message
from chat.services import provenance
from chat.services.provenance import Provenance
from chat.services.thread import writing
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


def write(conversation: Conversation, captured_by: str, **fields: str) -> Message:
    with writing(conversation.owner, conversation.pk) as thread:
        row = {"role": "user", "kind": "text", "status": "final", "content": "Hello", **fields}
        return thread.insert(captured_by=captured_by, **row)


def test_it_counts_by_ear(conversation: Conversation, foreign: Conversation) -> None:
    for ear in ("server", "server", "browser", "imported"):
        write(conversation, ear)
    write(foreign, "browser")
    found = provenance.of_conversations([conversation.pk, foreign.pk])
    assert found == {conversation.pk: Provenance(2, 1, 1), foreign.pk: Provenance(0, 1, 0)}


def test_notices_gaps_and_tombstones_are_nobody_s_words(conversation: Conversation) -> None:
    write(conversation, "server", role="system")
    write(conversation, "browser", role="unknown")
    write(conversation, "server", status="deleted")
    assert provenance.of_conversations([conversation.pk]) == {}


def test_it_counts_by_call(conversation: Conversation, ear: Ear) -> None:
    write(conversation, "server")
    ear.hears(*said.whole_answer("a", "Hello"))
    assert provenance.of_calls(conversation) == {ear.session.pk: Provenance(browser=1)}


def test_it_says_so_in_one_line() -> None:
    assert str(Provenance(41, 3)) == "41 heard by the server, 3 claimed by the browser"
    assert str(Provenance(imported=2)) == "2 imported"
    assert str(Provenance()) == "Nothing was said"
