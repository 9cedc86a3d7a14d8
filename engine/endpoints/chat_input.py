"""Reads a chat completions request into what a thinker is asked."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from engine.core import errors
from engine.dialogue import Request
from engine.endpoints.entrance import shaped
from engine.endpoints.options import chosen, single

Item = dict[str, Any]
PASSED = (
    "frequency_penalty",
    "logit_bias",
    "max_tokens",
    "parallel_tool_calls",
    "presence_penalty",
    "reasoning_effort",
    "response_format",
    "seed",
    "stop",
    "temperature",
    "top_p",
)


class _Function(msgspec.Struct):
    name: str
    arguments: str = "{}"


class _Call(msgspec.Struct):
    id: str
    function: _Function


class _Message(msgspec.Struct):
    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = None
    tool_calls: list[_Call] | None = None
    tool_call_id: str | None = None


class _ToolFunction(msgspec.Struct, omit_defaults=True):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class _Tool(msgspec.Struct):
    type: Literal["function"]
    function: _ToolFunction


class _StreamOptions(msgspec.Struct):
    include_usage: bool | None = False


class ChatRequest(msgspec.Struct):
    model: str
    messages: Annotated[list[_Message], Meta(min_length=1)]
    stream: bool | None = False
    stream_options: _StreamOptions | None = None
    tools: list[_Tool] | None = None
    tool_choice: str | dict[str, Any] | None = None
    n: int | None = 1

    @property
    def wants_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)


def read(body: Item) -> tuple[ChatRequest, Request]:
    wanted = shaped(body, ChatRequest)
    single(wanted.n, "n")
    options = chosen(body, PASSED)
    if isinstance(body.get("max_completion_tokens"), int):
        options["max_tokens"] = body["max_completion_tokens"]
    items = [item for place, one in enumerate(wanted.messages) for item in _items(one, place)]
    tools = [{"type": "function", **msgspec.to_builtins(t.function)} for t in wanted.tools or ()]
    choice = _choice(wanted.tool_choice)
    return wanted, Request(items=items, tools=tools, tool_choice=choice, options=options)


def _items(message: _Message, place: int) -> Iterator[Item]:
    path = f"messages[{place}]"
    if message.role == "tool":
        if message.tool_call_id is None:
            raise errors.missing(f"{path}.tool_call_id")
        output = "".join(_texts(message.content, path))
        yield {
            "type": "function_call_output",
            "call_id": message.tool_call_id,
            "output": output,
        }
        return
    role = "system" if message.role == "developer" else message.role
    if content := [_part(part, path) for part in _parts(message.content)]:
        yield {"type": "message", "role": role, "content": content}
    for call in message.tool_calls or ():
        made = msgspec.to_builtins(call.function)
        yield {"type": "function_call", "call_id": call.id, **made}


def _parts(content: str | list[Item] | None) -> list[Item]:
    if isinstance(content, list):
        return content
    return [{"type": "text", "text": content}] if content else []


def _texts(content: str | list[Item] | None, path: str) -> Iterator[str]:
    return (str(_part(part, path).get("text", "")) for part in _parts(content))


def _part(part: Item, path: str) -> Item:
    if part.get("type") in ("text", "refusal"):
        return {"type": "input_text", "text": str(part.get(part["type"], ""))}
    if part.get("type") == "image_url" and isinstance(part.get("image_url"), dict):
        image = part["image_url"]
        return {"type": "input_image", "image_url": image.get("url"), "detail": image.get("detail")}
    raise errors.invalid(f"{path}.content", f"No part of type '{part.get('type')}' is read here.")


def _choice(choice: str | Item | None) -> str | Item:
    if isinstance(choice, dict):
        function = choice.get("function")
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(name, str):
            raise errors.missing("tool_choice.function.name")
        return {"type": "function", "name": name}
    if choice not in (None, "auto", "none", "required"):
        raise errors.invalid("tool_choice", "Supported values are: auto, none, required.")
    return choice or "auto"
