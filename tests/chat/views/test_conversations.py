"""The pages: the conversation, the list, the sidebar's part."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chat.models import Conversation, User
from chat.services import messages
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NOW = timezone.now()


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


@pytest.mark.parametrize(
    ("changed", "state"),
    [({}, "listed"), ({"archived_at": NOW}, "archived"), ({"deleted_at": NOW}, "gone")],
)
def test_the_sidebar_part_says_what_became_of_the_page_s_conversation(
    client: Client, conversation: Conversation, changed: dict[str, object], state: str
) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(title="By now", **changed)
    asked = {**HTMX, "HX-Current-URL": f"http://testserver/conversations/{conversation.pk}/"}
    part = client.get("/conversations/recent/", headers=asked).content.decode()
    assert f'data-here="{conversation.pk}" data-state="{state}"' in part


def test_it_says_the_same_of_another_s_conversation_and_a_missing_one(
    client: Client, foreign: Conversation
) -> None:
    said = []
    for one in (foreign.pk, uuid4()):
        asked = {**HTMX, "HX-Current-URL": f"http://testserver/conversations/{one}/"}
        part = client.get("/conversations/recent/", headers=asked).content.decode()
        said.append(part.replace(str(one), ""))
    assert said[0] == said[1]
    assert "Private to Bob" not in said[0]


@pytest.mark.parametrize("address", ["", "nonsense", "http://testserver/", "http://other.example/"])
def test_the_sidebar_part_stands_any_address(client: Client, address: str) -> None:
    answer = client.get("/conversations/recent/", headers={**HTMX, "HX-Current-URL": address})
    assert answer.status_code == 200


def test_a_new_title_answers_with_the_row(client: Client, conversation: Conversation) -> None:
    address = f"/conversations/{conversation.pk}/title/"
    answer = client.post(address, {"title": "<b>Better</b>"}, headers=HTMX)
    assert "&lt;b&gt;Better&lt;/b&gt;" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_title_that_is_none_gets_the_form_again_with_what_is_wrong(
    client: Client, conversation: Conversation, headers: dict[str, str]
) -> None:
    address = f"/conversations/{conversation.pk}/title/"
    answer = client.post(address, {"title": " "}, headers=headers)
    assert answer.status_code == 422
    assert "A title has 1 to 200 characters." in answer.content.decode()


@pytest.mark.parametrize("noun", ["archive", "archive/undo", "deletion", "deletion/undo"])
def test_a_post_leaves_nothing_in_the_row_s_place_and_leads_to_the_list_without_scripts(
    client: Client, alice: User, noun: str
) -> None:
    one, other = (Conversation.objects.create(owner=alice).pk for _ in range(2))
    answer = client.post(f"/conversations/{one}/{noun}/")
    assert answer.headers["Location"] == "/conversations/"
    assert client.post(f"/conversations/{other}/{noun}/", headers=HTMX).content == b""


def test_a_deletion_can_be_undone_from_any_page(client: Client, conversation: Conversation) -> None:
    client.post(f"/conversations/{conversation.pk}/deletion/")
    assert client.get(f"/conversations/{conversation.pk}/").status_code == 404
    undo = f"/conversations/{conversation.pk}/deletion/undo/"
    assert undo in client.get("/conversations/").content.decode()
    client.post(undo)
    assert client.get(f"/conversations/{conversation.pk}/").status_code == 200


def test_a_page_of_the_list_that_does_not_exist_is_a_bad_request(client: Client) -> None:
    assert client.get("/conversations/?after=nowhere").status_code == 400


@pytest.mark.parametrize("rows", ["-1", "x", "99999999999", "٣", ""])
def test_a_strange_number_of_rows_is_the_usual_one(client: Client, rows: str) -> None:
    assert client.get("/conversations/", {"rows": rows}).status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [("/conversations/", 11), ("/conversations/recent/", 5), ("/conversations/?q=number", 11)],
)
def test_the_list_takes_few_queries_at_a_thousand_conversations(
    client: Client, alice: User, path: str, most: int, django_assert_max_num_queries: object
) -> None:
    rows = [
        Conversation(owner=alice, title=f"Number {n}", title_folded="number") for n in range(1_000)
    ]
    Conversation.objects.bulk_create(rows)
    client.get("/tools/")  # a browser that comes for the first time is noted
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert b"Number 999" in client.get(path).content


def test_a_page_takes_few_queries_however_long_it_is(
    client: Client, conversation: Conversation, ear: Ear, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        ear.hears(*said.whole_answer(f"a{number}", "Yes."))
    client.get("/tools/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(f"/conversations/{conversation.pk}/")
