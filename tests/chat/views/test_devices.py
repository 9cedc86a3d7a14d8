"""The page of a person's devices."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chat.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/devices/"
Counted = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> None:
    cache.clear()


def browser(user: User) -> Client:
    """Logged in by the form, as people are."""
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/143.0"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_a_person_sees_where_they_are_logged_in(alice: User) -> None:
    here = browser(alice)
    browser(alice)
    page = here.get(PAGE).content.decode()
    assert (page.count("Firefox on Linux"), page.count("This device")) == (3, 1)
    assert "Log out all others" in page


def test_one_is_logged_out_from_afar(alice: User) -> None:
    here, there = browser(alice), browser(alice)
    others = [one for one in here.get(PAGE).context["devices"] if not one.is_this]
    assert here.post(f"{PAGE}{others[0].id}/end/").url == PAGE  # type: ignore[attr-defined]
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_others_are_logged_out(alice: User) -> None:
    here, there, elsewhere = [browser(alice) for _ in range(3)]
    here.post(f"{PAGE}others/end/")
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, False]


def test_another_s_device_is_not_found(alice: User, bob: User) -> None:
    theirs = browser(bob)
    device = theirs.get(PAGE).context["devices"][0]
    assert browser(alice).post(f"{PAGE}{device.id}/end/").status_code == 404
    assert is_in(theirs)


def test_it_takes_as_many_queries_for_many_devices_as_for_one(
    alice: User, django_assert_max_num_queries: Counted
) -> None:
    here = browser(alice)
    for _ in range(12):
        browser(alice)
    is_in(here)
    with django_assert_max_num_queries(12):
        assert is_in(here)


def test_the_administrator_does_not_see_from_where_somebody_comes(admin: User) -> None:
    client = browser(admin)
    assert client.get("/admin/usersessions/usersession/").status_code == 404


def test_allauth_s_own_page_leads_to_ours(alice: User) -> None:
    assert browser(alice).get("/accounts/sessions/").url == PAGE  # type: ignore[attr-defined]


def test_a_page_does_not_fail_for_an_address_that_nobody_can_read(alice: User) -> None:
    client = browser(alice)
    cache.clear()  # the log-in was noted a moment ago
    page = client.get(PAGE, REMOTE_ADDR="unix:")
    assert (page.status_code, "Unknown place" in page.content.decode()) == (200, True)
