"""A fast tool has its time and no more: one that hangs keeps neither its call nor other tools waiting."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest

from chat.models import Conversation, ToolCall
from chat.models.tool_call import DONE_AT_ONCE_S
from chat.realtime import tool_runs
from chat.stored import stored
from tests.chat import said
from tests.chat.ear import Ear, faults, only
from tools import registry
from tools.base import Tool, ToolContext, ToolResult

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN_S = 30
Call = Callable[[str], UUID]


class Hanging:
    """The tool `hang` comes back when it may."""

    def __init__(self) -> None:
        self.goes_on, self.runs = threading.Event(), 0

    def run(self, arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
        self.runs += 1
        assert self.goes_on.wait(WITHIN_S)
        return ToolResult(True, "Done after all.")

    def comes_back(self) -> None:
        self.goes_on.set()
        for thread in threading.enumerate():
            if thread.name == "tool-hang":
                thread.join(WITHIN_S)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    """Whose time is up at once, and of which one at most may hang."""
    hanging = Hanging()
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    registry.register(Tool("hang", "Hangs.", {"type": "object"}, hanging.run))
    monkeypatch.setattr(tool_runs, "DONE_AT_ONCE_S", 0.01)
    monkeypatch.setattr(tool_runs, "MOST_HUNG", 1)
    yield hanging
    hanging.comes_back()


@pytest.fixture
def call(ear: Ear) -> Call:
    """The model calls `hang` under this id."""

    def called(call_id: str) -> UUID:
        item = said.call(f"item_{call_id}", "{}", name="hang", call_id=call_id)
        return ear.hears(said.done(item)).tool_calls[0]

    return called


def outcome(call_id: UUID) -> tuple[str, str]:
    """Its state, and the error that the model is told."""
    found = ToolCall.objects.get(pk=call_id)
    return found.state, (found.output or {}).get("error", "")


def test_it_has_ten_seconds() -> None:
    assert DONE_AT_ONCE_S == 10


async def test_one_that_hangs_is_given_up_in_time(hanging: Hanging, call: Call) -> None:
    hung = await stored(call)("c1")
    async with asyncio.timeout(WITHIN_S):
        await tool_runs.run(hung)
    assert await stored(outcome)(hung) == ("failed", "too_slow")
    assert not hanging.goes_on.is_set()


def test_it_is_given_up_by_a_worker_too(hanging: Hanging, call: Call) -> None:
    hung = call("c1")
    tool_runs.run_here(hung)
    assert (outcome(hung), hanging.runs) == (("failed", "too_slow"), 1)


def test_what_it_gives_after_its_time_is_nobody_s(
    hanging: Hanging, call: Call, conversation: Conversation
) -> None:
    hung = call("c1")
    tool_runs.run_here(hung)
    hanging.comes_back()
    assert outcome(hung) == ("failed", "too_slow")
    assert (only(conversation).status, faults(conversation)) == ("failed", [])


async def test_of_a_tool_that_hangs_no_more_are_begun(hanging: Hanging, call: Call) -> None:
    await tool_runs.run(await stored(call)("c1"))
    refused = await stored(call)("c2")
    await tool_runs.run(refused)
    assert (await stored(outcome)(refused), hanging.runs) == (("failed", "too_slow"), 1)


def test_a_worker_begins_no_more_of_it_either(hanging: Hanging, call: Call) -> None:
    tool_runs.run_here(call("c1"))
    tool_runs.run_here(call("c2"))
    assert hanging.runs == 1


async def test_one_that_has_come_back_is_begun_again(
    hanging: Hanging, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tool_runs.run(await stored(call)("c1"))
    hanging.comes_back()
    monkeypatch.setattr(tool_runs, "DONE_AT_ONCE_S", WITHIN_S)
    again = await stored(call)("c2")
    await tool_runs.run(again)
    assert (await stored(outcome)(again), hanging.runs) == (("done", ""), 2)


async def test_other_tools_run_meanwhile(
    hanging: Hanging, call: Call, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tool_runs.run(await stored(call)("c1"))
    monkeypatch.setattr(tool_runs, "DONE_AT_ONCE_S", WITHIN_S)
    (other,) = (await stored(ear.hears)(*said.called())).tool_calls
    await tool_runs.run(other)
    assert await stored(outcome)(other) == ("done", "")
    assert not hanging.goes_on.is_set()
