"""A person's own conversations are found by title and by what was said, and nobody else's."""

from typing import Any

import pytest

from chat.models import Conversation, User
from chat.services import history
from tests.chat import said
from tests.chat.ear import Ear
from tools import execution

pytestmark = pytest.mark.django_db


def found_by(user: User, words: str) -> list[dict[str, Any]]:
    import json

    context = history.context_of(user)
    result = execution.run(context, "search_conversations", json.dumps({"words": words}))
    assert result.success
    found: list[dict[str, Any]] = result.result["conversations"]
    return found


def test_one_is_found_by_what_was_said(ear: Ear) -> None:
    ear.hears(*said.whole_answer("a", "The boat leaves at noon from pier nine."))
    (found,) = found_by(ear.session.user, "BOAT noon")
    assert found["said"] == "The boat leaves at noon from pier nine."


def test_one_is_found_by_its_title(alice: User) -> None:
    Conversation.objects.create(owner=alice, title="Crème brûlée")
    assert [one["title"] for one in found_by(alice, "creme")] == ["Crème brûlée"]


def test_all_the_words_must_be_there(ear: Ear) -> None:
    ear.hears(*said.whole_answer("a", "The boat leaves at noon."))
    assert found_by(ear.session.user, "boat midnight") == []


def test_another_s_and_a_deleted_one_are_not_found(alice: User, foreign: Conversation) -> None:
    from django.utils import timezone

    gone = timezone.now()
    Conversation.objects.create(owner=alice, title="Private to Alice", deleted_at=gone)
    assert found_by(alice, "private") == []


def test_what_is_found_is_capped(alice: User, conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("a", "boat " * 1_000))
    for number in range(30):
        Conversation.objects.create(owner=alice, title=f"Boat {number}")
    found = found_by(alice, "boat")
    assert len(found) == 10
    assert max(len(one.get("said", "")) for one in found) <= 240


@pytest.mark.parametrize("words", ["", "   ", "x" * 201])
def test_nothing_to_search_for_is_a_bad_argument(alice: User, words: str) -> None:
    arguments = f'{{"words": "{words}"}}'
    found = execution.run(history.context_of(alice), "search_conversations", arguments)
    assert found.error == "bad_arguments"
