"""Writes a conversation's items and tools as chat completions wants them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.dialogue import Request
from engine.dialogue.history import text_of

Message = dict[str, Any]
UNANSWERED = "This tool has not answered yet."


def body(request: Request) -> dict[str, Any]:
    """`messages`, the tools if there are any, and the options."""
    written: dict[str, Any] = {"messages": messages(request)}
    tools = [_tool(tool) for tool in request.tools if tool.get("type") == "function"]
    options = dict(request.options)
    if tools:
        written |= {"tools": tools, "tool_choice": _choice(request.tool_choice)}
    else:
        options.pop("parallel_tool_calls", None)
    return {**written, **options}


def messages(request: Request) -> list[Message]:
    opening = [{"role": "system", "content": request.instructions}] if request.instructions else []
    return [*opening, *_written(request.items)]


def _written(items: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    """Servers insist that each call is followed by its output, and that calls made at once stay so."""
    outputs = {
        item["call_id"]: str(item.get("output", ""))
        for item in items
        if item.get("type") == "function_call_output"
    }
    calls: list[Message] = []
    for item in items:
        if item.get("type") == "function_call":
            calls.append(_call(item))
        elif message := _message(item):
            yield from _called(calls, outputs)
            calls = []
            yield message
    yield from _called(calls, outputs)


def _called(calls: list[Message], outputs: Mapping[str, str]) -> Iterator[Message]:
    if not calls:
        return
    yield {"role": "assistant", "content": None, "tool_calls": calls}
    for call in calls:
        output = outputs.get(call["id"], UNANSWERED)
        yield {"role": "tool", "tool_call_id": call["id"], "content": output}


def _call(item: Mapping[str, Any]) -> Message:
    function = {"name": item["name"], "arguments": item.get("arguments") or "{}"}
    return {"id": item["call_id"], "type": "function", "function": function}


def _message(item: Mapping[str, Any]) -> Message | None:
    """None for what is no message, and for words that nobody knows."""
    if item.get("type", "message") != "message":
        return None
    text, images = text_of(item), _images(item)
    if not images:
        return {"role": item["role"], "content": text} if text else None
    parts = [{"type": "text", "text": text}] if text else []
    return {"role": item["role"], "content": [*parts, *images]}


def _images(item: Mapping[str, Any]) -> list[Message]:
    content = item.get("content")
    parts = content if isinstance(content, list) else []
    return [
        {"type": "image_url", "image_url": _image(part)}
        for part in parts
        if part.get("type") == "input_image" and part.get("image_url")
    ]


def _image(part: Mapping[str, Any]) -> Message:
    return {name: part[own] for name, own in _IMAGE_FIELDS.items() if part.get(own)}


_IMAGE_FIELDS = {"url": "image_url", "detail": "detail"}


def _tool(tool: Mapping[str, Any]) -> Message:
    named = ("name", "description", "parameters", "strict")
    return {"type": "function", "function": {name: tool[name] for name in named if name in tool}}


def _choice(choice: str | Mapping[str, Any]) -> Any:
    if isinstance(choice, str):
        return choice
    if choice.get("type") == "function":
        return {"type": "function", "function": {"name": choice.get("name")}}
    return "auto"
