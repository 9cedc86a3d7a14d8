"""Downloads: the owner's, in three forms, under a harmless name."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from chat.models import Conversation, User
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["jsonl", "md", "txt"])
def test_the_owner_gets_a_file(page: Client, conversation: Conversation, kind: str) -> None:
    Conversation.objects.update(title='Moving: "the" photo/archive\r\nX-Evil: 1')
    answer = page.get(f"/conversations/{conversation.pk}/export.{kind}")
    assert answer.status_code == 200
    name = f'attachment; filename="Moving-the-photo-archive-X-Evil-1.{kind}"'
    assert answer["Content-Disposition"] == name
    assert "X-Evil" not in answer.headers


def test_the_event_log_is_the_owner_s(page: Client, conversation: Conversation, ear: Ear) -> None:
    ear.hears(said.committed("item_u"))
    answer = page.get(f"/conversations/{conversation.pk}/export.events.jsonl")
    assert answer["Content-Disposition"].endswith('.events.jsonl"')
    kinds = [json.loads(line)["type"] for line in answer.content.splitlines()]
    assert kinds == ["event_log", "call", "event"]


@pytest.mark.parametrize(("days", "count"), [(7, 1), (0, 0)])
def test_the_menu_offers_the_event_log_when_there_is_one(
    page: Client, conversation: Conversation, settings: Settings, days: int, count: int
) -> None:
    settings.EVENT_LOG_DAYS = days
    shown = page.get(f"/conversations/{conversation.pk}/").content.decode()
    assert shown.count("Download event log") == count


def test_a_form_that_is_not_known_is_not_found(page: Client, conversation: Conversation) -> None:
    assert page.get(f"/conversations/{conversation.pk}/export.exe").status_code == 404


def test_anothers_conversation_is_not_found(bob: User, conversation: Conversation) -> None:
    client = Client()
    client.force_login(bob)
    assert client.get(f"/conversations/{conversation.pk}/export.txt").status_code == 404
