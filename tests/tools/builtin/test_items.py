"""Items: put down, found, changed and deleted by the assistant, each person's alone."""

from datetime import date, time
from typing import Any

import pytest
from django.utils import timezone

from chat.models import User
from tests.tools.using import refuses, use
from tools import permissions, registry
from tools.models import Item
from tools.models.item import MAX_TAGS, MAX_TEXT, MAX_TITLE, MOST

pytestmark = pytest.mark.django_db


def make(user: User, title: str = "Buy milk", kind: str = "task", **more: Any) -> Item:
    made = use(user, "create_item", kind=kind, title=title, **more)
    assert made.success, made
    return Item.objects.get(pk=made.result["id"])


def titles(user: User, **asked: Any) -> list[str]:
    return [one["title"] for one in use(user, "search_items", **asked).result["items"]]


def test_what_is_put_down_is_found_in_few_words(alice: User) -> None:
    made = use(alice, "create_item", kind="task", title=" Buy  milk ")
    assert made.message == "I have put down the task Buy milk."
    found = use(alice, "search_items", kind="task")
    assert found.message == "There is one task: Buy milk."
    assert found.result["items"] == [{"id": made.result["id"], "kind": "task", "title": "Buy milk"}]


def test_a_time_is_that_of_a_clock_in_its_zone(alice: User) -> None:
    item = make(alice, "Yoga", "event", start="2031-05-04T18:30", timezone="new york")
    assert (item.starts_on, item.starts_at) == (date(2031, 5, 4), time(18, 30))
    assert item.zone == "America/New_York"
    assert use(alice, "search_items").message == (
        "There is one item: Yoga, on Sunday, 4 May 2031 at 18:30 in New York."
    )


def test_a_time_with_an_offset_is_carried_over_to_its_zone(alice: User) -> None:
    item = make(alice, due="2031-05-04T18:30:00Z", timezone="Europe/Berlin")
    assert (item.starts_on, item.starts_at) == (date(2031, 5, 4), time(20, 30))


def test_without_a_zone_it_is_that_of_the_last_time_that_was_given(alice: User) -> None:
    make(alice, due="2031-05-04", timezone="Tokyo")
    assert make(alice, due="2031-05-05T09:00").zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"due": "2031-02-30"}, "bad_moment"),
        ({"start": "2031-02-20T25:00"}, "bad_moment"),
        ({"due": "0001-01-01T00:00+10:00", "timezone": "UTC"}, "bad_moment"),
        ({"due": "2031-02-20", "timezone": "Atlantis"}, "unknown_place"),
        ({"start": "2031-02-20T10:00", "end": "2031-02-20T09:00"}, "ends_first"),
        ({"end": "2031-02-20"}, "ends_first"),
    ],
)
def test_what_no_calendar_has_is_refused(alice: User, wrong: dict[str, str], code: str) -> None:
    made = use(alice, "create_item", kind="event", title="Never", **wrong)
    assert (made.error, Item.objects.count()) == (code, 0)


def test_one_is_marked_as_done_by_words_of_its_title(alice: User) -> None:
    make(alice, "Buy milk"), make(alice, "Call Bob")
    assert use(alice, "update_item", item="MILK", done=True).message == "Buy milk is done."
    assert (titles(alice), titles(alice, done=True)) == (["Call Bob"], ["Buy milk"])


def test_what_an_assistant_changed_keeps_what_stood_there(alice: User) -> None:
    item = make(alice, "Yoga", "event", start="2031-05-04T18:30", timezone="UTC", tags=["home"])
    use(alice, "update_item", item=str(item.pk), title="Ballet", start="2031-05-05", tags=[])
    item.refresh_from_db()
    assert (item.title, item.starts_at, item.tags) == ("Ballet", None, [])
    before = item.before or {}
    assert (before["title"], before["starts_at"]) == ("Yoga", "18:30:00")


def test_of_several_the_person_is_asked_which(alice: User) -> None:
    first = make(alice, "Call Bob at home")
    make(alice, "Call Bob at work")
    asked = use(alice, "delete_item", item="call bob")
    assert asked.error == "several"
    assert f"Call Bob at home (task {first.pk})" in asked.message
    assert use(alice, "delete_item", item=str(first.pk)).success
    assert titles(alice) == ["Call Bob at work"]


def test_exactly_this_title_goes_before_its_words(alice: User) -> None:
    make(alice, "Milk"), make(alice, "Buy milk")
    assert use(alice, "delete_item", item="milk").result["title"] == "Milk"


def test_what_is_deleted_is_kept_for_a_week(alice: User) -> None:
    item = make(alice)
    assert "a week" in use(alice, "delete_item", item=str(item.pk)).message
    assert (titles(alice), Item.objects.gone().count()) == ([], 1)
    assert use(alice, "update_item", item=str(item.pk), done=True).error == "not_found"


def test_several_are_put_down_or_none(alice: User) -> None:
    wishes = [{"kind": "task", "title": "One"}, {"kind": "note", "title": "Two"}]
    made = use(alice, "bulk_create_items", items=wishes)
    assert made.message == "I have put down 2: One; Two."
    wrong = [*wishes, {"kind": "task", "title": "Three", "due": "2031-13-01"}]
    assert use(alice, "bulk_create_items", items=wrong).error == "bad_moment"
    assert Item.objects.count() == 2


def test_they_are_found_by_words_tags_and_kind(alice: User) -> None:
    make(alice, "Crème brûlée", "note", text="for Sunday", tags=["#Kitchen", "kitchen", "home"])
    make(alice, "Sunday walk", "event")
    assert titles(alice, words="creme BRULEE") == ["Crème brûlée"]
    assert titles(alice, words="sunday", kind="note") == ["Crème brûlée"]
    assert titles(alice, words="#home") == ["Crème brûlée"]
    assert Item.objects.get(kind="note").tags == ["Kitchen", "kitchen", "home"]


def test_another_s_are_not_there(alice: User, bob: User) -> None:
    theirs = make(bob, "Private to Bob")
    assert titles(alice) == []
    for tool in ("update_item", "delete_item"):
        wish = {"done": True} if tool == "update_item" else {}
        assert use(alice, tool, item=str(theirs.pk), **wish).error == "not_found"
        assert use(alice, tool, item="Private", **wish).error == "not_found"
    theirs.refresh_from_db()
    assert (theirs.deleted_at, theirs.done_at) == (None, None)


def test_there_is_an_end_to_it(alice: User) -> None:
    Item.objects.bulk_create(Item(user=alice, kind="note", title="x") for _ in range(MOST - 1))
    wishes = [{"kind": "task", "title": "x"}] * 2
    assert use(alice, "bulk_create_items", items=wishes).error == "full"
    assert use(alice, "create_item", kind="task", title="Last").success
    assert use(alice, "create_item", kind="task", title="One more").error == "full"


def test_of_what_is_deleted_only_so_many_are_kept(alice: User) -> None:
    gone = {"user": alice, "kind": "note", "title": "x", "deleted_at": timezone.now()}
    Item.objects.bulk_create(Item(**gone) for _ in range(MOST))
    use(alice, "delete_item", item=str(make(alice, "Last").pk))
    assert Item.objects.exclude(deleted_at=None).count() == MOST
    assert Item.objects.filter(title="Last").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "  "},
        {"title": "x" * (MAX_TITLE + 1)},
        {"title": 1},
        {"kind": "wish"},
        {"text": "x" * (MAX_TEXT + 1)},
        {"tags": ["x"] * (MAX_TAGS + 1)},
        {"tags": ["x" * 41]},
        {"tags": "home"},
        {"due": "tomorrow"},
        {"due": "2031-05-04T18:30; drop table"},
        {"user": 1},
        {"deleted_at": None},
    ],
)
def test_what_is_no_item_is_refused_before_it_runs(wrong: dict[str, Any]) -> None:
    assert refuses("create_item", **{"kind": "task", "title": "Buy milk", **wrong})
    assert refuses("bulk_create_items", items=[{"kind": "task", "title": "x", **wrong}])


def test_more_than_twenty_at_once_are_refused() -> None:
    one = {"kind": "task", "title": "x"}
    assert refuses("bulk_create_items", items=[one] * 21)
    assert refuses("bulk_create_items", items=[])


def test_a_title_keeps_nothing_that_no_row_takes(alice: User) -> None:
    assert make(alice, "Buy\x00\nmilk\u2028now").title == "Buy milk now"
    assert use(alice, "create_item", kind="task", title="\x00").error == "no_title"


def test_they_run_without_asking_until_an_administrator_decides(alice: User) -> None:
    for name in ("create_item", "bulk_create_items", "update_item", "delete_item", "search_items"):
        tool = registry.find(name)
        assert tool
        assert permissions.decision(alice, tool) is permissions.Decision.ALWAYS
