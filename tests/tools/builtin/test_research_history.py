"""A digest of what was said about a subject, over all of a person's conversations and nobody else's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat.models import Conversation, Message, User
from chat.services.history import context_of
from tools import execution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def talks(alice: User, bob: User) -> None:
    talk(alice, "The garden", "Which rósEs like shade?", "Few roses do.", days_ago=1)
    talk(alice, "Cooking", "How long does rice take?", days_ago=2)
    talk(alice, "Roses again", *["More roses."] * 9, days_ago=40)
    talk(bob, "Private to Bob", "My roses.", days_ago=1)


def talk(owner: User, title: str, *said: str, days_ago: int) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    made = Conversation.objects.create(
        owner=owner, title=title, last_message_at=at, last_sequence=len(said)
    )
    for number, content in enumerate(said, 1):
        Message.objects.create(
            conversation=made,
            sequence=number,
            revision=number,
            role=("user", "assistant")[number % 2 - 1],
            status="final",
            content=content,
        )


def digest(user: User, **arguments: str) -> Any:
    return execution.run(context_of(user), "research_history", json.dumps(arguments)).result


def test_it_tells_where_it_was_talked_about_and_what_was_said(alice: User) -> None:
    found = digest(alice, subject="roses")
    assert (found["read"], found["about_it"]) == (3, 2)
    garden, again = found["conversations"]
    assert garden["said"] == ["person: Which rósEs like shade?", "assistant: Few roses do."]
    assert (again["mentions"], len(again["said"])) == (9, 3)
    assert "Bob" not in json.dumps(found)


def test_it_looks_back_as_far_as_it_is_told(alice: User) -> None:
    since = (timezone.now() - timedelta(days=7)).date().isoformat()
    assert digest(alice, subject="roses", since=since)["about_it"] == 1


def test_a_day_that_is_none_is_said_so(alice: User) -> None:
    arguments = json.dumps({"subject": "roses", "since": "last week"})
    assert execution.run(context_of(alice), "research_history", arguments).error == "bad_date"
