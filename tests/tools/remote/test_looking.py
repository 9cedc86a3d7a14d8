"""What a server has is kept; what is another than was agreed to is not offered."""

import pytest

from tests.tools.remote.conftest import Add
from tests.tools.remote.servers import TOOL, BadServer, RealServer
from tools import registry
from tools.models import McpServer, McpTool
from tools.remote import looking

pytestmark = pytest.mark.django_db


def offered() -> list[str]:
    return [one.name for one in registry.each() if registry.SEPARATOR in one.name]


def states() -> dict[str, str]:
    return {tool.remote_name: tool.state for tool in McpTool.objects.all()}


def test_what_nobody_has_agreed_to_is_not_offered(weather: RealServer, add: Add) -> None:
    add(weather.url)
    McpTool.objects.update(agreed_digest="")
    assert (offered(), set(states().values())) == ([], {"new"})


def test_what_was_agreed_to_is_offered(weather: RealServer, add: Add) -> None:
    add(weather.url)
    assert offered() == ["weather__fail", "weather__forecast", "weather__long"]
    found = registry.find("weather__forecast")
    assert found
    assert found.description.startswith("The weather in a city.")
    assert found.parameters["required"] == ["city"]


def test_what_has_changed_is_not_offered_until_it_is_as_before(
    weather: RealServer, add: Add
) -> None:
    server = add(weather.url)
    weather.renamed("Something else.")
    assert looking.look([server])
    assert "weather__forecast" not in offered()
    assert registry.find("weather__forecast") is None
    weather.renamed("The weather in a city.")
    assert looking.look([server])
    assert "weather__forecast" in offered()


def test_what_is_gone_is_not_offered_and_what_was_never_agreed_to_is_forgotten(
    weather: RealServer, add: Add
) -> None:
    server = add(weather.url)
    McpTool.objects.filter(remote_name="long").update(agreed_digest="")
    weather.mcp.remove_tool("long")
    weather.mcp.remove_tool("fail")
    looking.look([server])
    assert states() == {"fail": "gone", "forecast": "offered"}


def test_a_server_that_is_away_keeps_its_tools_and_says_so(weather: RealServer, add: Add) -> None:
    server = add(weather.url)
    weather.mcp.remove_tool("long")
    McpServer.objects.update(access="lost")
    server.refresh_from_db()
    assert not looking.look([server])
    server.refresh_from_db()
    assert "SECRET_KEY" in server.problem
    assert "weather__long" in offered()


def test_a_tool_that_cannot_be_offered_says_why(bad: BadServer, add: Add) -> None:
    foreign = {"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1/"}}}
    bad.answers["tools/list"] = lambda _: {
        "tools": [TOOL, {"name": "far", "inputSchema": foreign}, {**TOOL, "name": "x" * 200}]
    }
    add(bad.url)
    assert states() == {"forecast": "offered", "far": "unfit"}
    assert McpTool.objects.get(remote_name="far").problem.endswith("something outside.")


def test_a_server_that_is_off_offers_nothing(weather: RealServer, add: Add) -> None:
    add(weather.url)
    McpServer.objects.update(is_on=False)
    assert offered() == []


def test_a_server_that_was_removed_meanwhile_is_not_kept(weather: RealServer, add: Add) -> None:
    server = add(weather.url)
    McpServer.objects.all().delete()
    looking.note(server, [])
    assert not McpTool.objects.exists()
