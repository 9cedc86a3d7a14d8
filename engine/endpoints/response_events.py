"""One answer of the Responses API as it grows: its object, and the events that tell of it."""

import time
from typing import Any

import msgspec

from engine.core.ids import new_id
from engine.dialogue import Request
from engine.endpoints.making import Making
from engine.endpoints.responses_input import ResponsesRequest
from engine.thinking.thought import Called, Said, Thought

Event = dict[str, Any]
TEXT_FORM = {"format": {"type": "text"}}


class ResponseEvents:
    def __init__(self, response_id: str, wanted: ResponsesRequest, asked: Request) -> None:
        self.id = response_id
        self.output: list[dict[str, Any]] = []
        self._wanted = wanted
        self._making = Making(asked)
        self._created_at = int(time.time())
        self._number = -1
        self._text = ""

    def begin(self) -> list[Event]:
        shown = self.response("in_progress")
        return [
            self._event("response.created", response=shown),
            self._event("response.in_progress", response=shown),
        ]

    def take(self, thought: Thought) -> list[Event]:
        self._making.take(thought)
        if isinstance(thought, Said):
            return self._say(thought.text)
        if isinstance(thought, Called):
            return self._close("completed") + self._call(thought)
        return []

    def end(self) -> list[Event]:
        status = "incomplete" if self._making.cut else "completed"
        closed = self._close(status)
        return [*closed, self._event(f"response.{status}", response=self.response(status))]

    def fail(self, message: str) -> list[Event]:
        closed = self._close("incomplete")
        failed = self.response("failed")
        failed["error"] = {"code": "server_error", "message": message}
        return [*closed, self._event("response.failed", response=failed)]

    def response(self, status: str) -> dict[str, Any]:
        wanted, cut = self._wanted, self._making.cut
        over = status != "in_progress"
        return {
            "id": self.id,
            "object": "response",
            "created_at": self._created_at,
            "status": status,
            "error": None,
            "incomplete_details": {"reason": cut} if cut and over else None,
            "instructions": wanted.instructions,
            "max_output_tokens": wanted.max_output_tokens,
            "metadata": wanted.metadata or {},
            "model": wanted.model,
            "output": list(self.output) if over else [],
            "parallel_tool_calls": wanted.parallel_tool_calls is not False,
            "previous_response_id": wanted.previous_response_id,
            "temperature": wanted.temperature,
            "text": wanted.text or TEXT_FORM,
            "tool_choice": wanted.tool_choice or "auto",
            "tools": [msgspec.to_builtins(tool) for tool in wanted.tools or ()],
            "top_p": wanted.top_p,
            "truncation": "disabled",
            "usage": self._usage() if over else None,
        }

    def _say(self, text: str) -> list[Event]:
        opened = [] if self._text else self._open()
        self._text += text
        return [*opened, self._in_part("response.output_text.delta", delta=text, logprobs=[])]

    def _open(self) -> list[Event]:
        message = {"id": new_id("msg"), "type": "message", "role": "assistant"}
        item = {**message, "status": "in_progress", "content": []}
        self.output.append(item)
        return [
            self._of_item("response.output_item.added", item=dict(item)),
            self._in_part("response.content_part.added", part=_part("")),
        ]

    def _close(self, status: str) -> list[Event]:
        """Close the message that is open, if one is."""
        if not self._text:
            return []
        text, self._text = self._text, ""
        item = self.output[-1]
        item |= {"status": status, "content": [_part(text)]}
        return [
            self._in_part("response.output_text.done", text=text, logprobs=[]),
            self._in_part("response.content_part.done", part=_part(text)),
            self._of_item("response.output_item.done", item=dict(item)),
        ]

    def _call(self, call: Called) -> list[Event]:
        item = {"id": new_id("fc"), "type": "function_call", "call_id": new_id("call")}
        item |= {"name": call.name, "arguments": call.arguments, "status": "completed"}
        self.output.append(item)
        opened = {**item, "arguments": "", "status": "in_progress"}
        where, name = {"item_id": item["id"]}, "response.function_call_arguments"
        return [
            self._of_item("response.output_item.added", item=opened),
            self._of_item(f"{name}.delta", **where, delta=call.arguments),
            self._of_item(f"{name}.done", **where, arguments=call.arguments),
            self._of_item("response.output_item.done", item=dict(item)),
        ]

    def _in_part(self, kind: str, **fields: Any) -> Event:
        return self._of_item(kind, item_id=self.output[-1]["id"], content_index=0, **fields)

    def _of_item(self, kind: str, **fields: Any) -> Event:
        return self._event(kind, output_index=len(self.output) - 1, **fields)

    def _event(self, kind: str, **fields: Any) -> Event:
        self._number += 1
        return {"type": kind, "sequence_number": self._number, **fields}

    def _usage(self) -> dict[str, Any]:
        spent = self._making.spent()
        return {
            "input_tokens": spent.input,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": spent.output,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": spent.input + spent.output,
        }


def _part(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
