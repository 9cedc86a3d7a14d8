"""Our own page for what is not there, also while DEBUG is on."""

import pytest
from django.test import Client
from pytest_django import Settings

from chat.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stranger(settings: Settings) -> Client:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "config.middleware.own_404"]
    return Client()


def test_a_wrong_address_gets_our_page(stranger: Client) -> None:
    answer = stranger.get("/nonsense/")
    assert answer.status_code == 404
    assert "There is nothing here." in answer.content.decode()
    assert "config.urls" not in answer.content.decode()


async def test_a_wrong_address_gets_our_page_without_threads(settings: Settings) -> None:
    from django.test import AsyncClient

    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "config.middleware.own_404"]
    answer = await AsyncClient().get("/nonsense/")
    assert "There is nothing here." in answer.content.decode()


def test_an_address_without_its_slash_still_finds_it(stranger: Client) -> None:
    assert stranger.get("/accounts/login").status_code == 301


def test_a_json_refusal_stays_what_it_is(stranger: Client, alice: User) -> None:
    stranger.force_login(alice)
    path = "/conversations/00000000-0000-4000-8000-000000000000/messages/"
    body = {"client_id": "00000000-0000-4000-8000-000000000001", "content": "Hello"}
    answer = stranger.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
