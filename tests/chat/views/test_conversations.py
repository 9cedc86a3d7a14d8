"""The pages: the conversation, the list, the sidebar's part."""

from uuid import uuid4

import pytest
from django.test import Client

from chat.models import Conversation, User
from chat.services import messages
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def test_home_leads_to_a_conversation(client: Client, conversation: Conversation) -> None:
    assert client.get("/").headers["Location"] == f"/conversations/{conversation.pk}/"


def test_a_conversation_shows_its_rows_in_order(
    client: Client, conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("u"), *said.whole_answer("a", "It is dry.", "u"))
    ear.hears(said.heard("u", "Is it raining?"))
    page = client.get(f"/conversations/{conversation.pk}/").content.decode()
    assert page.index("Is it raining?") < page.index("It is dry.")
    assert 'data-revision="4"' in page or "data-revision=" in page


def test_the_list_names_one_s_own_only(
    client: Client, alice: User, conversation: Conversation, foreign: Conversation
) -> None:
    messages.post(alice, conversation.pk, uuid4(), "whales and whaling")
    page = client.get("/conversations/").content.decode()
    assert "Whales and whaling" in page
    assert "Private to Bob" not in page


def test_the_list_is_a_part_under_htmx_and_whole_when_boosted(client: Client) -> None:
    part = client.get("/conversations/", headers={"HX-Request": "true"})
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    whole = client.get("/conversations/", headers=boosted)
    assert "<html" not in part.content.decode()
    assert "<html" in whole.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_a_new_conversation_is_made_by_a_post(client: Client, alice: User) -> None:
    answer = client.post("/conversations/")
    made = Conversation.objects.get(owner=alice)
    assert answer.headers["Location"] == f"/conversations/{made.pk}/"


def test_the_sidebar_part_lists_the_newest(client: Client, conversation: Conversation) -> None:
    assert str(conversation.pk) in client.get("/conversations/recent/").content.decode()


def test_a_page_takes_few_queries_however_long_it_is(
    client: Client, conversation: Conversation, ear: Ear, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        ear.hears(*said.whole_answer(f"a{number}", "Yes."))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(f"/conversations/{conversation.pk}/")
