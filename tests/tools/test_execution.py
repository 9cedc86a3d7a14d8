"""Running a tool gives a result whatever happens."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import User
from tools import execution, registry
from tools.base import Tool, ToolContext, ToolResult
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(arguments: object, context: ToolContext) -> ToolResult:
        raise RuntimeError("sk-secret-in-a-crash")

    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    registry.register(Tool("crash", "Crashes.", {"type": "object"}, run))


def test_a_tool_runs_with_arguments_that_fit(alice: User) -> None:
    found = execution.run(alice, "get_current_time", '{"timezone": "UTC"}')
    assert (found.success, found.as_output()["result"]["timezone"]) == (True, "UTC")


@pytest.mark.parametrize("name", ["launch", "", "__class__", "Get_Current_Time"])
def test_an_unknown_tool_is_a_result(alice: User, name: str) -> None:
    assert execution.run(alice, name, "{}").error == "unknown_tool"


def test_a_tool_that_is_not_permitted_is_a_result(alice: User) -> None:
    ToolPolicy.objects.create(tool="get_current_time", decision="never")
    found = execution.run(alice, "get_current_time", '{"timezone": "UTC"}')
    assert (found.error, found.success) == ("denied", False)


BAD = ["", "{", "[]", "null", "1", '{"timezone": 1}', "{}", '{"timezone": "UTC", "more": 1}']
BAD += ["[" * 9_000, '{"a":' * 2_000, '{"timezone": "\\u0000"}', '{"timezone": NaN}', "\x00"]
BAD += ['{"timezone": "\\ud800"}', '{"timezone": "' + "x" * 81 + '"}', "x" * 20_000]


@pytest.mark.parametrize("arguments", BAD, ids=range(len(BAD)))
def test_bad_arguments_are_a_result_of_one_sentence(alice: User, arguments: str) -> None:
    found = execution.run(alice, "get_current_time", arguments)
    assert (found.error, len(found.message) < 300) == ("bad_arguments", True)


def test_a_crash_is_a_result_that_tells_nothing(alice: User, crashing: None) -> None:
    found = execution.run(alice, "crash", "{}")
    assert (found.error, "sk-secret" in json.dumps(found.as_output())) == ("crashed", False)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arguments=st.text() | st.dictionaries(st.text(), st.text()).map(json.dumps))
def test_whatever_the_arguments_there_is_a_result(alice: User, arguments: str) -> None:
    assert execution.run(alice, "get_current_time", arguments).error == "bad_arguments"
