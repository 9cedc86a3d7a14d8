"""A person sees what is remembered of them, and deletes it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from chat.models import User
from tools.models import Fact

pytestmark = pytest.mark.django_db


def test_one_s_own_are_shown_as_text(page: Client, alice: User, bob: User) -> None:
    Fact.objects.create(user=alice, text="<b>She</b> likes tea.")
    Fact.objects.create(user=bob, text="Private to Bob")
    shown = page.get("/tools/facts/").content.decode()
    assert "&lt;b&gt;She&lt;/b&gt; likes tea." in shown
    assert "Private to Bob" not in shown


def test_one_is_deleted(page: Client, alice: User) -> None:
    facts = [Fact.objects.create(user=alice, text=text) for text in ("Tea", "Coffee")]
    answer = page.post(f"/tools/facts/{facts[0].pk}/deletion/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tools/facts/")
    assert [one.text for one in Fact.objects.all()] == ["Coffee"]


def test_another_s_is_not_there(page: Client, bob: User) -> None:
    theirs = Fact.objects.create(user=bob, text="Private to Bob")
    assert page.post(f"/tools/facts/{theirs.pk}/deletion/").status_code == 404
    assert Fact.objects.exists()


def test_the_page_takes_ten_queries_however_many(
    page: Client,
    alice: User,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    Fact.objects.bulk_create(Fact(user=alice, text=f"Fact {n}") for n in range(100))
    page.get("/check/")  # the first page of a log-in notes the device
    with django_assert_max_num_queries(10):
        assert page.get("/tools/facts/").status_code == 200
