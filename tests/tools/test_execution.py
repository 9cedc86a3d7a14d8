"""Running a tool gives a result whatever happens."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as tried_with
from hypothesis import strategies as st

from chat.models import User
from chat.services.history import context_of
from tools import execution, registry
from tools.base import Tool, ToolContext, ToolResult
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def crashing(own_registry: None) -> None:
    def run(arguments: object, context: ToolContext) -> ToolResult:
        raise RuntimeError("sk-secret-in-a-crash")

    registry.register(Tool("crash", "Crashes.", {"type": "object"}, run))


@pytest.fixture
def given(own_registry: None) -> Callable[[object], None]:
    """The tool `give` gives this."""

    def gives(result: object) -> None:
        registry.register(Tool("give", "Gives.", {"type": "object"}, lambda *_: result))  # type: ignore[arg-type]

    return gives


def test_a_tool_runs_with_arguments_that_fit(alice: User) -> None:
    found = execution.run(context_of(alice), "get_current_time", '{"timezone": "UTC"}')
    assert (found.success, found.as_output()["result"]["timezone"]) == (True, "UTC")


@pytest.mark.parametrize("name", ["launch", "", "__class__", "Get_Current_Time"])
def test_an_unknown_tool_is_a_result(alice: User, name: str) -> None:
    assert execution.run(context_of(alice), name, "{}").error == "unknown_tool"


def test_a_tool_that_is_not_permitted_is_a_result(alice: User) -> None:
    ToolPolicy.objects.create(tool="get_current_time", decision="never")
    found = execution.run(context_of(alice), "get_current_time", '{"timezone": "UTC"}')
    assert (found.error, found.success) == ("denied", False)


BAD = ["", "{", "[]", "null", "1", '{"timezone": 1}', "{}", '{"timezone": "UTC", "more": 1}']
BAD += ["[" * 9_000, '{"a":' * 2_000, '{"timezone": "\\u0000"}', '{"timezone": NaN}', "\x00"]
BAD += ['{"timezone": "\\ud800"}', '{"timezone": "' + "x" * 81 + '"}', "x" * 20_000]


@pytest.mark.parametrize("arguments", BAD, ids=range(len(BAD)))
def test_bad_arguments_are_a_result_of_one_sentence(alice: User, arguments: str) -> None:
    found = execution.run(context_of(alice), "get_current_time", arguments)
    assert (found.error, len(found.message) < 300) == ("bad_arguments", True)


def test_a_crash_is_a_result_that_tells_nothing(alice: User, crashing: None) -> None:
    found = execution.run(context_of(alice), "crash", "{}")
    assert (found.error, "sk-secret" in json.dumps(found.as_output())) == ("crashed", False)


def test_one_that_asks_is_not_run_and_says_so(alice: User) -> None:
    ToolPolicy.objects.create(tool="get_current_time", decision="ask")
    found = execution.run(context_of(alice), "get_current_time", '{"timezone": "UTC"}')
    assert (found.error, found.result) == ("needs_approval", None)


def test_bad_arguments_are_told_before_anybody_is_asked(alice: User) -> None:
    ToolPolicy.objects.create(tool="get_current_time", decision="ask")
    assert execution.run(context_of(alice), "get_current_time", "{}").error == "bad_arguments"


@pytest.mark.parametrize("result", [None, "Done.", ToolResult(True, "Done.", object())])
@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_what_no_row_can_hold_is_a_plain_error(
    alice: User, given: Callable[[object], None], result: object, text: str
) -> None:
    given(result if result else ToolResult(True, "Done.", {"deep": [text]}))
    found = execution.run(context_of(alice), "give", "{}")
    assert (found.success, found.error) in {(False, "bad_result"), (False, "crashed")}


@pytest.mark.parametrize(("length", "error"), [(65_000, ""), (66_000, "too_long")])
def test_more_than_64_kib_is_a_plain_error(
    alice: User, given: Callable[[object], None], length: int, error: str
) -> None:
    given(ToolResult(True, "Done.", "x" * length))
    assert execution.run(context_of(alice), "give", "{}").error == error


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@tried_with(arguments=st.text() | st.dictionaries(st.text(), st.text()).map(json.dumps))
def test_whatever_the_arguments_there_is_a_result(alice: User, arguments: str) -> None:
    assert execution.run(context_of(alice), "get_current_time", arguments).error == "bad_arguments"
