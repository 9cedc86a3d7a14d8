"""The text endpoints of the fake provider: each answer is a script of words, calls and waits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from aiohttp import web

USAGE = {"input_tokens": 11, "output_tokens": 5, "total_tokens": 16}
BREAKS = object()


class Call:
    """A tool call in a script."""

    def __init__(self, name: str, arguments: str = "{}") -> None:
        self.id = f"call_{uuid4().hex}"
        self.name, self.arguments = name, arguments


# Words, a call, something to wait for, how long to wait, or the connection's end.
Step = Any


class FakeTexts:
    """`scripts` is taken from the front, one for each answer; when it is empty the last one is said.

    `dialects`: those of the two that the server has.
    """

    def __init__(self, scripted: Callable[[web.Request], Any]) -> None:
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.scripts: list[list[Step]] = [["Hello ", "there."]]
        self.dialects = {"responses", "chat/completions"}
        self.cut = ""
        self.left = 0
        self.is_over = False
        self._scripted = scripted

    def serve(self, application: web.Application) -> None:
        application.router.add_post("/v1/responses", self._respond)
        application.router.add_post("/v1/chat/completions", self._complete)

    def says(self, *scripts: list[Step]) -> None:
        self.scripts = list(scripts)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, "responses", _Responses(self.cut))

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, "chat/completions", _Completions(self.cut))

    async def _answer(self, request: web.Request, path: str, writes: Any) -> web.StreamResponse:
        self.paths.append(path)
        if path not in self.dialects:
            return web.Response(status=404, text="404 page not found")
        self.asked.append(await request.json())
        if refused := await self._scripted(request):
            answer: web.StreamResponse = refused
            return answer
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        try:
            await self._say(request, stream, script, writes)
        except (asyncio.CancelledError, ConnectionError):
            self.left += 1
            raise
        return stream

    async def _say(
        self, request: web.Request, stream: web.StreamResponse, script: list[Step], writes: Any
    ) -> None:
        for step in script:
            if step is BREAKS:
                if request.transport:
                    request.transport.abort()
                return
            if isinstance(step, float):
                await asyncio.sleep(step)
            elif isinstance(step, Gate):
                await step.passed(self)
            else:
                for event in writes.step(step):
                    await _send(stream, event)
        for event in writes.end():
            await _send(stream, event)
        await stream.write(b"data: [DONE]\n\n")


class Gate:
    """Set from the test's thread; passed in the provider's."""

    def __init__(self) -> None:
        self._is_open = False

    def open(self) -> None:
        self._is_open = True

    async def passed(self, texts: FakeTexts) -> None:
        while not (self._is_open or texts.is_over):  # noqa: ASYNC110 - it is opened in another thread
            await asyncio.sleep(0.005)


class _Responses:
    def __init__(self, cut: str) -> None:
        self._cut = cut

    def step(self, step: Step) -> list[dict[str, Any]]:
        if not isinstance(step, Call):
            return [{"type": "response.output_text.delta", "item_id": "msg_1", "delta": str(step)}]
        item = {"type": "function_call", "id": "fc_1", "call_id": step.id, "name": step.name}
        item["arguments"] = step.arguments
        return [{"type": "response.output_item.done", "item": item}]

    def end(self) -> list[dict[str, Any]]:
        kind = "incomplete" if self._cut else "completed"
        details = {"reason": self._cut} if self._cut else None
        response = {"id": "resp_1", "usage": USAGE, "incomplete_details": details}
        return [{"type": f"response.{kind}", "response": response}]


class _Completions:
    def __init__(self, cut: str) -> None:
        self._cut = cut
        self._finish = "stop"

    def step(self, step: Step) -> list[dict[str, Any]]:
        if not isinstance(step, Call):
            return [_chunk({"content": str(step)})]
        self._finish = "tool_calls"
        begun = {"name": step.name, "arguments": ""}
        first = {"index": 0, "id": step.id, "type": "function", "function": begun}
        rest = {"index": 0, "function": {"arguments": step.arguments}}
        return [_chunk({"tool_calls": [first]}), _chunk({"tool_calls": [rest]})]

    def end(self) -> list[dict[str, Any]]:
        spent = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}
        return [_chunk({}, self._cut or self._finish), {"choices": [], "usage": spent}]


def _chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"object": "chat.completion.chunk", "choices": [choice]}


async def _send(stream: web.StreamResponse, event: dict[str, Any]) -> None:
    await stream.write(f"data: {json.dumps(event)}\n\n".encode())
