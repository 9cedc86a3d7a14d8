"""The administrators' page of remote servers: nothing on it gives a secret away."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from chat.models import User
from tests.tools.remote.conftest import allowed, weather  # noqa: F401 - what it speaks with
from tests.tools.remote.servers import RealServer
from tools import registry
from tools.models import McpServer, McpTool

pytestmark = pytest.mark.django_db
PAGE = "/tools/mcp/"


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def add(desk: Client, url: str, **fields: str) -> HttpResponse:
    given = {"name": "weather", "url": url, "headers": "Authorization: Bearer canary-secret"}
    return desk.post(PAGE, given | fields)  # type: ignore[return-value]  # a response of the client


def test_a_server_is_added_looked_at_and_its_tools_agreed_to(
    desk: Client,
    weather: RealServer,  # noqa: F811
) -> None:
    assert add(desk, weather.url).status_code == 302
    shown = desk.get(PAGE).content.decode()
    assert "weather__forecast" in shown
    assert "The weather in a city." in shown
    tool = McpTool.objects.get(remote_name="forecast")
    desk.post(f"{PAGE}{tool.server_id}/agreement/", {f"tool-{tool.pk}": tool.digest, "x": "y"})
    assert registry.find("weather__forecast")


def test_no_secret_comes_back(desk: Client, weather: RealServer) -> None:  # noqa: F811
    wrong = add(desk, weather.url, name="Not A Name")
    right = add(desk, f"{weather.url}?key=canary-query")
    pages = [wrong.content, right.content, desk.get(PAGE).content]
    assert "canary" not in b"".join(pages).decode()
    assert {one["authorization"] for one in weather.asked} == {"Bearer canary-secret"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Weather"),
        ("name", "a__b"),
        ("name", "-a"),
        ("name", "a" * 25),
        ("url", "file:///etc/passwd"),
        ("url", "http://user:pw@a.example/"),
        ("headers", "no colon"),
        ("headers", "Host: a.example"),
        ("headers", "Mcp-Session-Id: a"),
        ("headers", "X: a\x00b"),
        ("headers", "\n".join(f"X-{n}: a" for n in range(11))),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(desk: Client, field: str, value: str) -> None:
    answer = add(desk, **{"url": "https://a.example/", field: value})
    assert (answer.status_code, McpServer.objects.count()) == (422, 0)
    assert "Not saved." in answer.content.decode()


def test_what_a_server_says_is_shown_as_text(desk: Client, weather: RealServer) -> None:  # noqa: F811
    weather.renamed("<script>alert(1)</script>")
    add(desk, weather.url)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in desk.get(PAGE).content.decode()


def test_one_is_tried_turned_off_and_removed(desk: Client, weather: RealServer) -> None:  # noqa: F811
    add(desk, weather.url)
    server = McpServer.objects.get()
    weather.mcp.remove_tool("long")
    desk.post(f"{PAGE}{server.pk}/look/")
    assert server.tools.count() == 2
    desk.post(f"{PAGE}{server.pk}/switch/", {"on": ""})
    assert "Turned off." in desk.get(PAGE).content.decode()
    desk.post(f"{PAGE}{server.pk}/removal/")
    assert not McpServer.objects.exists()


def test_for_others_there_is_no_such_page(page: Client) -> None:
    paths = [PAGE, *(f"{PAGE}1/{verb}/" for verb in ("look", "switch", "agreement", "removal"))]
    assert {page.post(path).status_code for path in paths} == {404}
    assert page.get(PAGE).status_code == 404
    assert PAGE not in page.get("/tools/").content.decode()


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_takes_ten_queries_however_many(
    desk: Client,
    admin: User,
    many: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for number in range(many):
        server = McpServer.objects.create(name=f"s{number}", address="https://a.example/")
        kept = {"server": server, "agreed_by": admin, "digest": "x", "name": f"s{number}__a"}
        McpTool.objects.create(**kept)
    desk.get("/check/")  # the first page of a log-in notes the device
    with django_assert_max_num_queries(10):
        assert desk.get(PAGE).status_code == 200
