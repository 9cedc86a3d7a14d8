"""Logging in by e-mail, with limits; signing up only where it is open."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from chat.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/accounts/login/", "/accounts/signup/"


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> None:
    cache.clear()


def log_in(client: Client, email: str, password: str = PASSWORD, path: str = LOGIN) -> int:
    fields = {"login": email, "username": email, "password": password}
    return int(client.post(path, fields).status_code)


@pytest.mark.parametrize("email", ["alice@example.com", "Alice@Example.com"])
def test_somebody_logs_in_by_email(alice: User, email: str) -> None:
    client = Client()
    assert log_in(client, email) == 302
    assert client.get("/conversations/").status_code == 200


def test_a_log_in_gets_a_new_cookie(alice: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "fixed-by-somebody-else"
    log_in(client, alice.email)
    assert client.cookies["sessionid"].value != "fixed-by-somebody-else"


def test_a_wrong_password_and_an_unknown_person_look_the_same(alice: User) -> None:
    pages = []
    for email in ("alice@example.com", "nobody@example.com"):
        answer = Client().post(LOGIN, {"login": email, "password": "wrong-one"})
        pages.append((answer.status_code, "not correct" in answer.content.decode()))
    assert pages[0] == pages[1] == (200, True)


@pytest.mark.parametrize("path", [LOGIN, "/admin/login/"])
def test_guessing_is_stopped(admin: User, path: str) -> None:
    client = Client()
    for _ in range(12):
        log_in(client, admin.email, "wrong-one", path)
    log_in(client, admin.email, PASSWORD, path)
    assert client.get("/conversations/").status_code == 302


def test_a_log_out_needs_a_post(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    client.get("/accounts/logout/")
    assert client.get("/conversations/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/conversations/").status_code == 302


@pytest.mark.parametrize(("is_open", "people"), [(True, 1), (False, 0)])
def test_signing_up_works_only_where_it_is_open(
    db: None, settings: Settings, is_open: bool, people: int
) -> None:
    settings.SIGNUP_OPEN = is_open
    secret = "a-long-enough-pass-phrase"
    fields = {"email": "new@example.com", "password1": secret, "password2": secret}
    Client().post(SIGNUP, fields)
    assert User.objects.filter(email="new@example.com").count() == people


def test_the_demo_password_is_shown_only_while_debug_is_on(alice: User, settings: Settings) -> None:
    settings.DEBUG = False
    assert PASSWORD not in Client().get(LOGIN).content.decode()
