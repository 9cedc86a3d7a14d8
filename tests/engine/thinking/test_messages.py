"""A conversation as chat completions wants it."""

from typing import Any

from engine.dialogue import Request
from engine.thinking.messages import body, messages

TOOL = {"type": "function", "name": "f", "description": "d", "parameters": {"type": "object"}}


def said(role: str, text: str, kind: str = "input_text") -> dict[str, Any]:
    field = "transcript" if kind.endswith("audio") else "text"
    return {"type": "message", "role": role, "content": [{"type": kind, field: text}]}


def call(call_id: str, arguments: str = "{}") -> dict[str, Any]:
    return {"type": "function_call", "call_id": call_id, "name": "f", "arguments": arguments}


def output(call_id: str, text: str) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": call_id, "output": text}


def roles(items: list[dict[str, Any]]) -> list[str]:
    return [message["role"] for message in messages(Request(items=items))]


def test_instructions_words_and_transcripts_stand_in_order() -> None:
    items = [
        said("system", "Be kind."),
        said("user", "hello", "input_audio"),
        said("assistant", "Hi.", "output_audio"),
        said("user", "Bye."),
    ]
    assert messages(Request("Be brief.", items)) == [
        {"role": "system", "content": "Be brief."},
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": "Hi."},
        {"role": "user", "content": "Bye."},
    ]


def test_what_nobody_understood_is_left_out() -> None:
    part = {"type": "input_audio", "transcript": None}
    assert messages(Request(items=[{"type": "message", "role": "user", "content": [part]}])) == []


def test_calls_made_at_once_stay_together_and_their_outputs_follow() -> None:
    items = [said("user", "Go."), call("a"), call("b"), output("b", "two"), output("a", "one")]
    found = messages(Request(items=items))
    assert [one["id"] for one in found[1]["tool_calls"]] == ["a", "b"]
    assert [(one["tool_call_id"], one["content"]) for one in found[2:]] == [
        ("a", "one"),
        ("b", "two"),
    ]


def test_an_output_that_came_late_stands_behind_its_call() -> None:
    items = [call("a"), said("user", "And now?"), output("a", "one")]
    assert roles(items) == ["assistant", "tool", "user"]


def test_a_call_without_an_output_gets_one_that_says_so() -> None:
    found = messages(Request(items=[call("a")]))
    assert found[1]["content"] == "This tool has not answered yet."


def test_an_output_without_its_call_is_left_out() -> None:
    assert roles([said("user", "Hi."), output("gone", "x")]) == ["user"]


def test_an_image_goes_with_its_words() -> None:
    image = {"type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "low"}
    content = [{"type": "input_text", "text": "What is it?"}, image]
    item = {"type": "message", "role": "user", "content": content}
    assert messages(Request(items=[item]))[0]["content"] == [
        {"type": "text", "text": "What is it?"},
        {
            "type": "image_url",
            "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"},
        },
    ]


def test_tools_and_the_choice_among_them() -> None:
    choice = {"type": "function", "name": "f"}
    written = body(Request(tools=[TOOL, {"type": "mcp"}], tool_choice=choice))
    function = {name: TOOL[name] for name in ("name", "description", "parameters")}
    assert written["tools"] == [{"type": "function", "function": function}]
    assert written["tool_choice"] == {"type": "function", "function": {"name": "f"}}


def test_without_tools_nothing_is_said_of_them() -> None:
    written = body(Request(options={"parallel_tool_calls": False, "max_tokens": 9}))
    assert written == {"messages": [], "max_tokens": 9}
