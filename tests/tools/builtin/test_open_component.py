"""Open a page: Parley's own, that are there, and the person's own conversations by their titles."""

from typing import Any

import pytest
from django.test import Client

from chat.models import Conversation, User
from chat.services.history import context_of
from tools.base import ToolResult
from tools.builtin import open_component

pytestmark = pytest.mark.django_db


def asked(user: User, panel: str, title: str = "") -> ToolResult:
    return open_component.run({"panel": panel, "title": title}, context_of(user))


def path(result: ToolResult) -> Any:
    return result.result["path"]


@pytest.mark.parametrize("panel", open_component.PANELS)
def test_every_page_that_it_may_open_is_there(alice: User, client: Client, panel: str) -> None:
    client.force_login(alice)
    assert client.get(path(asked(alice, panel))).status_code == 200


def test_a_conversation_is_opened_by_words_of_its_title(alice: User) -> None:
    trip = Conversation.objects.create(owner=alice, title="A trip to Łódź")
    Conversation.objects.create(owner=alice, title="Bread")
    assert path(asked(alice, "conversations", "lodz TRIP")) == f"/conversations/{trip.pk}/"


def test_of_several_it_asks_which(alice: User) -> None:
    for title in ("Trip to Rome", "Trip to Paris"):
        Conversation.objects.create(owner=alice, title=title)
    found = asked(alice, "conversations", "trip")
    assert (found.success, found.error) == (False, "ambiguous")
    assert "Trip to Rome" in found.message


def test_the_one_with_just_that_title_is_meant(alice: User) -> None:
    trip = Conversation.objects.create(owner=alice, title="Trip")
    Conversation.objects.create(owner=alice, title="Trip to Paris")
    assert path(asked(alice, "conversations", "trip")) == f"/conversations/{trip.pk}/"


@pytest.mark.parametrize("title", ["Secret", "/admin/", "\x01\u202e", "a" * 200])
def test_another_s_and_none_are_the_same(alice: User, bob: User, title: str) -> None:
    Conversation.objects.create(owner=bob, title="Secret")
    assert asked(alice, "conversations", title).error == "not_found"
