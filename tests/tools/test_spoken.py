"""What people say to the embedded engine, and which of Parley's tools it calls for that, and with what."""

from typing import Any

import pytest

from engine.dialogue import Request, reply
from tools import registry

pytestmark = pytest.mark.django_db


def called(*said: str) -> tuple[str, dict[str, Any]] | str:
    """The one call that is made; else what is said. Every second line is the assistant's."""
    items = [_message(("user", "assistant")[n % 2], words) for n, words in enumerate(said)]
    made = reply(Request(items=items, tools=[tool.definition() for tool in registry.each()]))
    return (made.calls[0].name, made.calls[0].arguments) if made.calls else " ".join(made.clauses)


def _message(role: str, words: str) -> dict[str, Any]:
    content = [{"type": "input_audio", "transcript": words}]
    return {"type": "message", "role": role, "content": content}


@pytest.mark.parametrize(
    ("said", "kind", "title"),
    [
        ("Create a task to buy milk.", "task", "buy milk"),
        ("add a task to call Bob", "task", "call Bob"),
        ("add buy bread to my tasks", "task", "buy bread"),
        ("put down a task to water the plants", "task", "water the plants"),
        ("remind me to call my mother tomorrow", "task", "call my mother tomorrow"),
        ("make a task called feed the cat", "task", "feed the cat"),
        ("make a note that the door code is 4711", "note", "the door code is 4711"),
        ("create an event called choir", "event", "choir"),
    ],
)
def test_an_item_is_put_down(said: str, kind: str, title: str) -> None:
    assert called(said) == ("create_item", {"kind": kind, "title": title})


def test_what_is_not_said_is_asked_for() -> None:
    asked = called("create a task")
    assert asked == "What should the title be?"
    told = called("create a task", asked, "buy milk")
    assert told == ("create_item", {"kind": "task", "title": "buy milk"})


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("What are my tasks?", {"kind": "task"}),
        ("do i have any tasks", {"kind": "task"}),
        ("show me my notes", {"kind": "note"}),
        ("list my events", {"kind": "event"}),
        ("how many tasks do i have", {"kind": "task"}),
        ("search my notes for bread", {"kind": "note", "words": "bread"}),
        ("what do i have to do today", {}),
    ],
)
def test_items_are_looked_up(said: str, asked: dict[str, str]) -> None:
    assert called(said) == ("search_items", asked)


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        ("mark buy milk as done", "update_item", {"item": "buy milk", "done": True}),
        ("finish the task buy milk", "update_item", {"item": "buy milk", "done": True}),
        ("delete the task buy milk", "delete_item", {"item": "buy milk"}),
        ("remove buy milk from my tasks", "delete_item", {"item": "buy milk"}),
        ("which files do i have", "list_files", {}),
        ("read the file shopping list", "read_file", {"name": "shopping list"}),
        ("read my shopping list file", "read_file", {"name": "shopping list"}),
        ("notify me that the tea is ready", "create_notification", {"text": "the tea is ready"}),
        (
            "remember that my sister is called Mary",
            "remember",
            {"fact": "my sister is called Mary"},
        ),
        ("what time is it in Tokyo", "get_current_time", {"timezone": "Tokyo"}),
    ],
)
def test_the_other_tools_are_called(said: str, tool: str, arguments: dict[str, Any]) -> None:
    assert called(said) == (tool, arguments)


@pytest.mark.parametrize(
    "said",
    [
        "write a file called greeting that says good morning",
        "write good morning to a file called greeting",
    ],
)
def test_a_file_is_written(said: str) -> None:
    assert called(said) == ("write_file", {"name": "greeting", "content": "good morning"})


@pytest.mark.parametrize(
    "said",
    ["tell me a story", "my favourite task is cooking", "the task is hard", "thank you", "hello"],
)
def test_talk_is_no_call(said: str) -> None:
    assert isinstance(called(said), str)


def test_what_is_called_fits_the_tool() -> None:
    for said in ("create a task to buy milk", "warn me that the oven is on", "what are my tasks"):
        made = called(said)
        tool = registry.find(made[0])
        assert tool
        tool.validator.validate(made[1])
