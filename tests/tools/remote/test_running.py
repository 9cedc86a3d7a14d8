"""A remote tool is run as every other one: permitted, asked for, validated, and always a result."""

import logging

import pytest

from chat.models import User
from chat.services.history import context_of
from tests.tools.remote.conftest import Add
from tests.tools.remote.servers import BadServer, RealServer
from tools import execution, permissions, registry
from tools.base import ToolResult
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db


def run(user: User, name: str, arguments: str = "{}") -> ToolResult:
    return execution.run(context_of(user), f"weather__{name}", arguments)


@pytest.fixture
def always(db: None) -> None:
    for name in ("forecast", "fail", "long"):
        ToolPolicy.objects.create(tool=f"weather__{name}", decision="always")


def test_it_asks_first(weather: RealServer, add: Add, alice: User) -> None:
    add(weather.url)
    tool = registry.find("weather__forecast")
    assert tool
    assert permissions.decision(alice, tool) is permissions.Decision.ASK
    assert run(alice, "forecast", '{"city": "Bern"}').error == execution.NEEDS_APPROVAL
    assert weather.called == []


def test_who_may_not_cannot(weather: RealServer, add: Add, alice: User) -> None:
    add(weather.url)
    ToolPolicy.objects.create(tool="weather__forecast", decision="never")
    assert run(alice, "forecast", '{"city": "Bern"}').error == execution.DENIED


def test_its_answer_is_told(weather: RealServer, add: Add, alice: User, always: None) -> None:
    add(weather.url)
    found = run(alice, "forecast", '{"city": "Bern"}')
    assert found.result == {"data": {"city": "Bern", "days": 1, "sky": "clear"}}


def test_arguments_are_validated_before_it_is_called(
    weather: RealServer, add: Add, alice: User, always: None
) -> None:
    add(weather.url)
    assert run(alice, "forecast", '{"city": 5}').error == "bad_arguments"
    assert weather.called == []


def test_its_own_error_is_told(weather: RealServer, add: Add, alice: User, always: None) -> None:
    add(weather.url)
    found = run(alice, "fail")
    assert (found.error, found.success) == ("remote_error", False)


@pytest.mark.parametrize(("characters", "error"), [(20_000, ""), (2_000_000, "too_large")])
def test_a_long_answer_is_cut_or_refused(
    weather: RealServer, add: Add, alice: User, always: None, characters: int, error: str
) -> None:
    add(weather.url)
    found = run(alice, "long", f'{{"characters": {characters}}}')
    assert found.error == error
    assert len(str(found.result)) < 12_000


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"type": "text", "text": "a\x00b"}], "ab"),
        ([{"type": "image", "data": "AAAA", "mimeType": "image/png"}], "[image]"),
        ([{"type": "resource", "resource": {"uri": "a:b", "text": "tea"}}], "tea"),
    ],
)
def test_what_is_no_text_is_named(
    bad: BadServer, add: Add, alice: User, always: None, content: object, text: str
) -> None:
    add(bad.url)
    bad.answers["tools/call"] = lambda _: {"content": content}
    assert run(alice, "forecast").result == {"text": text}


def test_no_secret_is_in_a_log_or_a_result(
    bad: BadServer,
    add: Add,
    alice: User,
    always: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also not when the server throws it back at us."""
    with caplog.at_level(logging.INFO):
        add(bad.url)
        bad.raw["tools/call"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/canary-secret\r\n\r\n"
        found = run(alice, "forecast")
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("mcp")]
    assert "canary" not in f"{ours}{found}"


def test_one_that_is_away_costs_its_call(
    bad: BadServer, add: Add, alice: User, always: None
) -> None:
    add(bad.url)
    bad.shutdown()
    bad.server_close()
    assert run(alice, "forecast").error == "no_answer"
    assert execution.run(context_of(alice), "get_current_time", '{"timezone": "UTC"}').success
