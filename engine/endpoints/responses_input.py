"""Reads a request for a response into what a thinker is asked."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from engine.core import errors
from engine.dialogue import Request
from engine.endpoints.entrance import shaped
from engine.endpoints.options import chosen

Item = dict[str, Any]
PASSED = ("parallel_tool_calls", "temperature", "top_p")
TEXTS = ("input_text", "output_text", "text")


class FunctionTool(msgspec.Struct):
    type: Literal["function"]
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class ResponsesRequest(msgspec.Struct):
    model: str
    input: str | list[Item] = ""
    instructions: str | None = None
    stream: bool | None = False
    store: bool | None = True
    tools: list[FunctionTool] | None = None
    tool_choice: Literal["auto", "none", "required"] | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = True
    max_output_tokens: Annotated[int, Meta(ge=1)] | None = None
    previous_response_id: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    text: dict[str, Any] | None = None
    metadata: dict[str, str] | None = None

    def asked(self, body: Item, items: list[Item]) -> Request:
        """`items` are those of the responses before this one and its own."""
        options = chosen(body, PASSED)
        if self.max_output_tokens:
            options["max_tokens"] = self.max_output_tokens
        if form := (self.text or {}).get("format"):
            options["response_format"] = _form(form)
        return Request(
            self.instructions or "",
            items,
            [_bare(tool) for tool in self.tools or ()],
            self.tool_choice or "auto",
            options=options,
        )


def read(body: Item) -> ResponsesRequest:
    return shaped(body, ResponsesRequest)


def items(wanted: str | list[Item]) -> list[Item]:
    """Conversation items as Realtime writes them, which is nearly how they come."""
    if isinstance(wanted, str):
        content = [{"type": "input_text", "text": wanted}]
        return [{"type": "message", "role": "user", "content": content}]
    read = [_item(one, f"input[{place}]") for place, one in enumerate(wanted)]
    return [item for item in read if item]


def _item(item: Item, path: str) -> Item | None:
    kind = item.get("type", "message")
    if kind == "message":
        return _message(item, path)
    if kind == "function_call":
        return {"type": kind, **_texts(item, path, "call_id", "name", "arguments")}
    if kind == "function_call_output":
        output = _output(item.get("output"), path)
        return {"type": kind, **_texts(item, path, "call_id"), "output": output}
    if kind == "reasoning":
        return None
    raise errors.invalid(f"{path}.type", f"No item of type '{kind}' is read here.")


def _message(item: Item, path: str) -> Item:
    roles = {"user": "user", "assistant": "assistant", "system": "system", "developer": "system"}
    role = roles.get(str(item.get("role")))
    if role is None:
        raise errors.invalid(f"{path}.role", f"Supported values are: {', '.join(roles)}.")
    content = item.get("content")
    parts = [{"type": "input_text", "text": content}] if isinstance(content, str) else content
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise errors.invalid(f"{path}.content", "Expected a text or a list of parts.")
    return {"type": "message", "role": role, "content": [_part(part, path) for part in parts]}


def _part(part: Item, path: str) -> Item:
    if part.get("type") in TEXTS and isinstance(part.get("text"), str):
        return {"type": "input_text", "text": part["text"]}
    if part.get("type") == "refusal":
        return {"type": "input_text", "text": str(part.get("refusal", ""))}
    if part.get("type") == "input_image" and part.get("image_url"):
        image = {"image_url": str(part["image_url"]), "detail": part.get("detail")}
        return {"type": "input_image", **image}
    raise errors.invalid(f"{path}.content", f"No part of type '{part.get('type')}' is read here.")


def _texts(item: Item, path: str, *names: str) -> Item:
    for name in names:
        if not isinstance(item.get(name), str):
            raise errors.missing(f"{path}.{name}")
    return {name: item[name] for name in names}


def _output(output: Any, path: str) -> str:
    if isinstance(output, list):
        return "".join(str(_part(part, path).get("text", "")) for part in output)
    return str(output or "")


def _bare(tool: FunctionTool) -> Item:
    written: Item = msgspec.to_builtins(tool)
    return {name: value for name, value in written.items() if value is not None}


def _form(form: Item) -> Item:
    """Chat completions puts a schema one level deeper."""
    if form.get("type") != "json_schema":
        return form
    return {"type": "json_schema", "json_schema": {k: v for k, v in form.items() if k != "type"}}
