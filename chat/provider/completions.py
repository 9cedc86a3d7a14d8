"""Chat completions: what is asked, and what its stream says (`POST /chat/completions`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from chat.provider.answer_events import AnswerEvent, Asked, Called, Ended, Said
from chat.provider.errors import from_answer, refusal

PATH = "/chat/completions"
WHOLE = {"stop", "tool_calls", "function_call"}

Item = dict[str, Any]


def body(asked: Asked) -> dict[str, Any]:
    messages = [{"role": "system", "content": asked.instructions}, *map(_message, asked.items)]
    options = {
        "temperature": asked.temperature,
        "max_tokens": asked.max_tokens,
        "tools": [_tool(tool) for tool in asked.tools] or None,
    }
    return {
        "model": asked.model,
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        **{name: value for name, value in options.items() if value is not None},
    }


class Reading:
    """Chunks of one stream: calls come in pieces, and the usage after the end of the text."""

    def __init__(self) -> None:
        self._calls: dict[int, dict[str, str]] = {}
        self._usage: dict[str, Any] = {}
        self._finish = ""

    def hear(self, chunk: dict[str, Any]) -> Iterator[AnswerEvent]:
        if error := chunk.get("error"):
            raise from_answer(0, error.get("code") if isinstance(error, dict) else None)
        self._usage = chunk.get("usage") or self._usage
        for choice in chunk.get("choices") or []:
            delta = choice.get("delta") or {}
            if text := delta.get("content") or delta.get("refusal"):
                yield Said("0", str(text))
            for call in delta.get("tool_calls") or []:
                self._call(call)
            self._finish = choice.get("finish_reason") or self._finish

    def end(self) -> Iterator[AnswerEvent]:
        if not self._finish:
            raise refusal("provider_unreachable")
        for _, call in sorted(self._calls.items()):
            yield Called(call["id"] or f"call_{uuid4().hex}", call["name"], call["arguments"])
        yield Ended(self._usage, "" if self._finish in WHOLE else self._finish)

    def _call(self, part: dict[str, Any]) -> None:
        empty = {"id": "", "name": "", "arguments": ""}
        call = self._calls.setdefault(int(part.get("index") or 0), empty)
        function = part.get("function") or {}
        call["id"] = call["id"] or str(part.get("id") or "")
        call["name"] += str(function.get("name") or "")
        call["arguments"] += str(function.get("arguments") or "")


def _message(item: Item) -> Item:
    if item["type"] == "function_call":
        function = {"name": item["name"], "arguments": item["arguments"]}
        call = {"id": item["call_id"], "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    if item["type"] == "function_call_output":
        return {"role": "tool", "tool_call_id": item["call_id"], "content": item["output"]}
    return {"role": item["role"], "content": "".join(part["text"] for part in item["content"])}


def _tool(tool: Item) -> Item:
    return {"type": "function", "function": {k: v for k, v in tool.items() if k != "type"}}
