"""While the database is away: pages say so and come back, posts say `not_saved`, sockets are told 1013."""

from collections.abc import Iterator
from typing import Any

import pytest
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from chat.models import User
from config.unavailable import ComeBackLater
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(alice: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(alice)
    return client


class Away:
    """Every statement fails, as it does when the server has gone."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def away(client: Client) -> Iterator[None]:
    from django.db import connection

    with connection.execute_wrapper(Away()):
        yield


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/", "/conversations/", "/admin/", "/accounts/login/"])
def test_a_page_says_that_it_comes_back(
    client: Client, settings: Settings, path: str, *, debug: bool
) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, ["*"]
    answer = client.get(path)
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert '<meta http-equiv="refresh" content="5">' in said
    assert f'href="{path}"' in said
    assert "OperationalError" not in said


@pytest.mark.usefixtures("away")
def test_a_post_is_not_repeated_by_the_page(client: Client) -> None:
    answer = client.post("/conversations/")
    assert (answer.status_code, 'href="/"' in answer.content.decode()) == (503, True)


def test_what_fails_otherwise_is_still_our_mistake(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.services.conversations.latest_or_new", lambda user: 1 / 0)
    assert "Something broke" in client.get("/").content.decode()


async def test_a_socket_that_opens_is_told_to_come_back(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = (await Tab.of(alice)).login

    async def away(scope: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("channels.auth.get_user", away)
    tab = Tab(login)
    assert await tab.opens()
    assert await tab.closing_code() == 1013


async def test_a_socket_that_is_open_is_closed_and_not_opened_twice() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        raise OperationalError("gone")

    socket = WebsocketCommunicator(ComeBackLater(application), "/ws/")
    assert (await socket.connect())[0]
    assert await socket.receive_output() == {"type": "websocket.close", "code": 1013}
