"""The page of items: what stands on it, and what one does to it by hand."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from chat.models import User
from tools import items
from tools.models import Item
from tools.models.item import MOST

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WRITES = ("done/", "deletion/", "deletion/undo/", "change/undo/")


def make(user: User, title: str = "Buy milk", kind: str = "task", **more: Any) -> Item:
    return items.create(user, [{"kind": kind, "title": title, **more}])[0]


def shown(page: Client, query: str = "") -> str:
    return page.get(f"/items/{query}").content.decode()


def post(page: Client, item: Item, what: str, **fields: str) -> str:
    answer = page.post(f"/items/{item.pk}/{what}", fields, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_s_own_are_shown_as_text(page: Client, alice: User, bob: User) -> None:
    make(alice, "<b>Milk</b>", tags=["<i>home</i>"], text="<script>x</script>")
    make(bob, "Private to Bob")
    found = shown(page)
    assert "&lt;b&gt;Milk&lt;/b&gt;" in found
    assert "#&lt;i&gt;home&lt;/i&gt;" in found
    assert ("Private to Bob" in found, "<script>x" in found) == (False, False)


def test_they_are_shown_by_kind_and_by_words(page: Client, alice: User) -> None:
    make(alice), make(alice, "Choir", "event"), make(alice, "Crème", "note", tags=["kitchen"])
    assert all(word in shown(page) for word in ("Buy milk", "Choir", "Crème"))
    assert "Choir" not in shown(page, "?only=note")
    assert "Crème" in shown(page, "?q=CREME")
    assert "Choir" not in shown(page, "?q=%23kitchen")
    assert "None has “<bdi>&lt;x&gt;</bdi>” in it." in shown(page, "?q=%3Cx%3E")


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99999999999999", "?only=x", "?q=%00"]
)
def test_a_strange_question_is_answered(page: Client, query: str) -> None:
    assert page.get(f"/items/{query}").status_code == 200


def test_one_is_added(page: Client, alice: User) -> None:
    wish = {"kind": "event", "title": " Choir "}
    assert page.post("/items/", wish, headers=HTMX).content.strip() == b""
    assert page.post("/items/", wish).headers["Location"] == "/items/"
    assert list(items.of(alice).values_list("title", "kind")) == [("Choir", "event")] * 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "An item needs a title."),
        ({"title": "x" * 201}, "That is no item."),
        ({"kind": "wish"}, "That is no item."),
    ],
)
def test_what_is_no_item_is_not_added(page: Client, wrong: dict[str, str], words: str) -> None:
    answer = page.post("/items/", {"kind": "task", "title": "x", **wrong}, headers=HTMX)
    assert words in answer.content.decode()
    assert not Item.objects.exists()


def test_there_is_an_end_to_it(page: Client, alice: User) -> None:
    Item.objects.bulk_create(Item(user=alice, kind="note", title="x") for _ in range(MOST))
    answer = page.post("/items/", {"kind": "task", "title": "x"})
    assert f"There are {MOST} items already." in answer.content.decode()


def test_one_is_done_and_open_again(page: Client, alice: User) -> None:
    item = make(alice)
    assert " data-done" in post(page, item, "done/", done="on")
    assert " data-done" not in post(page, item, "done/")


def test_one_is_edited_in_its_place(page: Client, alice: User) -> None:
    item = make(alice)
    form = page.get(f"/items/{item.pk}/", headers=HTMX).content.decode()
    assert 'data-part="editing"' in form
    fields = {"title": "Buy oat milk", "starts_on": "2031-05-04", "starts_at": "18:00"}
    row = post(page, item, "", **fields, zone="berlin", tags="home, , shop")
    assert all(word in row for word in ("Buy oat milk", "Sun 4 May 2031, 18:00 · Berlin", "#shop"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"zone": "Atlantis"}, "I do not know the time zone of Atlantis."),
        ({"starts_on": "31.31.2031"}, "Enter a valid date."),
        ({"starts_on": "2031-05-04", "ends_on": "2031-05-03"}, "cannot end before"),
        ({"tags": ",".join("abcdefghijk")}, "at most 10 tags"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(
    page: Client, alice: User, wrong: dict[str, str], words: str
) -> None:
    item = make(alice, kind="event")
    assert words in post(page, item, "", **{"title": "Better", **wrong})
    item.refresh_from_db()
    assert item.title == "Buy milk"


def test_without_scripts_there_is_a_page_to_edit_one(page: Client, alice: User) -> None:
    item = make(alice)
    assert "<h1" in page.get(f"/items/{item.pk}/").content.decode()
    answer = page.post(f"/items/{item.pk}/", {"title": "Better"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/items/")


def test_one_that_is_deleted_stands_there_with_undo(page: Client, alice: User) -> None:
    item = make(alice)
    assert "Deleted: <bdi>Buy milk</bdi>" in post(page, item, "deletion/")
    assert f"/items/{item.pk}/deletion/undo/" in shown(page)
    assert "Edit Buy milk" in post(page, item, "deletion/undo/")


def test_later_it_is_among_the_deleted_and_after_a_week_nowhere(page: Client, alice: User) -> None:
    item = items.delete(alice, make(alice).pk)
    Item.objects.update(deleted_at=timezone.now() - timedelta(minutes=2))
    assert "Buy milk" not in shown(page).replace("to buy milk", "")
    assert "Deleted: <bdi>Buy milk" in shown(page, "?only=deleted")
    Item.objects.update(deleted_at=timezone.now() - timedelta(days=8))
    assert "Deleted: <bdi>" not in shown(page, "?only=deleted")
    assert page.post(f"/items/{item.pk}/deletion/undo/").status_code == 404
    assert (items.sweep(), Item.objects.count()) == (1, 0)


def test_what_the_assistant_changed_is_taken_back(page: Client, alice: User) -> None:
    item = make(alice, kind="event", starts_on=date(2031, 5, 4), zone="UTC", tags=["home"])
    changed: dict[str, Any] = {"title": "Worse", "starts_on": None, "tags": [], "done": True}
    items.change(alice, item.pk, changed, undoable=True)
    assert "Undo the assistant" in shown(page)
    row = post(page, item, "change/undo/")
    assert all(word in row for word in ("Buy milk", "Sun 4 May 2031", "#home"))
    assert "Undo the assistant" not in row
    assert page.post(f"/items/{item.pk}/change/undo/").status_code == 404


def test_a_late_task_says_so(page: Client, alice: User) -> None:
    make(alice, starts_on=date(2020, 1, 1))
    assert "Late: " in shown(page)


@pytest.mark.parametrize("whose", ["another's", "missing"])
def test_another_s_is_not_there(page: Client, bob: User, whose: str) -> None:
    theirs = make(bob, "Private to Bob")
    items.change(bob, theirs.pk, {"text": "x"}, undoable=True)
    number = theirs.pk if whose == "another's" else 10**30
    for path in ("", "row/"):
        assert page.get(f"/items/{number}/{path}").status_code == 404
    for path in ("", *WRITES):
        assert page.post(f"/items/{number}/{path}", {"title": "Mine"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.title, theirs.done_at, theirs.deleted_at) == ("Private to Bob", None, None)


def test_a_stranger_is_sent_to_the_way_in(client: Client) -> None:
    assert client.get("/items/").status_code == 302
    assert client.post("/items/", {"kind": "task", "title": "x"}).status_code == 302
    assert not Item.objects.exists()


def test_the_page_takes_sixteen_queries_however_many(
    page: Client,
    alice: User,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    rows = [Item(user=alice, kind=kind, title="x") for kind in Item.Kind.values for _ in range(60)]
    Item.objects.bulk_create(rows)
    page.get("/check/")  # the first page of a log-in notes the device
    with django_assert_max_num_queries(16):
        assert "All 60" in shown(page)
