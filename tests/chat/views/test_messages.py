"""Keeping a typed message, and showing earlier ones, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chat.models import Conversation, User
from chat.services import messages
from tests.chat.ear import rows, told

pytestmark = pytest.mark.django_db


def post(client: Client, conversation: Conversation, content: Any, client_id: Any = None) -> Any:
    body = {"client_id": client_id or str(uuid4()), "content": content}
    return client.post(f"/conversations/{conversation.pk}/messages/", body, "application/json")


@pytest.fixture
def client(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def test_a_message_is_stored_and_named(client: Client, conversation: Conversation) -> None:
    answer = post(client, conversation, "Hello")
    (row,) = rows(conversation)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(row.pk),
        "item_id": row.pk.hex,
        "sequence": 1,
        "mode": "live",
    }


def test_the_same_message_again_is_the_same_row(client: Client, conversation: Conversation) -> None:
    client_id = str(uuid4())
    first, second = [post(client, conversation, "Hello", client_id) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert told(conversation) == [("user", "final", "Hello")]


@pytest.mark.parametrize("content", ["", "  ", "x" * 65_537, None, 1, ["a"], {"a": 1}])
def test_a_bad_message_is_refused(client: Client, conversation: Conversation, content: Any) -> None:
    assert post(client, conversation, content).status_code in {400, 413}
    assert rows(conversation) == []


def test_a_message_of_the_largest_size_is_kept(client: Client, conversation: Conversation) -> None:
    assert post(client, conversation, "x" * 65_536).status_code == 201


def test_markup_comes_back_as_text(client: Client, conversation: Conversation) -> None:
    post(client, conversation, "<script>alert(1)</script>")
    page = client.get(f"/conversations/{conversation.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_earlier_messages_are_a_part_that_names_what_is_before_it(
    client: Client, alice: User, conversation: Conversation
) -> None:
    for number in range(1, 60):
        messages.post(alice, conversation.pk, uuid4(), f"message {number}.")
    address = f"/conversations/{conversation.pk}/messages/earlier"
    part = client.get(f"{address}/56/").content.decode()
    assert ("message 55." in part, "message 56." in part) == (True, False)
    assert f'data-address="{address}/6/"' in part
    assert "<html" not in part
