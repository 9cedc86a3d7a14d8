"""An OpenAI-compatible server on loopback that thinks, hears and speaks exactly what a test says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

KEY = "sk-upstream-canary-never-to-be-seen"
# A delta's text, a whole chunk, raw bytes of the body, or something to wait for.
Step = str | dict[str, Any] | bytes | asyncio.Event


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "choices": [choice]}


def called(index: int, name: str | None, arguments: str, call_id: str | None) -> dict[str, Any]:
    function = {"arguments": arguments} | ({"name": name} if name else {})
    call = {"index": index, "function": function} | ({"id": call_id} if call_id else {})
    return chunk({"tool_calls": [call]})


STOP: list[Step] = [chunk({}, "stop"), b"data: [DONE]\n\n"]


class FakeUpstream:
    def __init__(self) -> None:
        self.base_url = ""
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        # Set when a client has left before the end of an answer.
        self.left = asyncio.Event()
        self.thinking: list[Step] = ["Hello.", *STOP]
        self.content_type = "text/event-stream"
        self.refusal: web.Response | None = None
        self.words = "what can you do"
        self.sound: list[bytes | asyncio.Event] = [b"\1\0" * 4_800]

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeUpstream"]:
        application = web.Application()
        for path, handler in (
            ("chat/completions", self._think),
            ("audio/transcriptions", self._hear),
            ("audio/speech", self._speak),
        ):
            application.router.add_post(f"/v1/{path}", handler)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield self
        await runner.cleanup()

    def refuses(self, status: int, message: str) -> None:
        error = {"message": message, "type": "server_error", "code": None, "param": None}
        self.refusal = web.json_response({"error": error}, status=status)

    async def _think(self, request: web.Request) -> web.StreamResponse:
        self._note(request, await request.json())
        return self.refusal or await self._send(request, self.content_type, self.thinking)

    async def _hear(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        self._note(request, {**form, "file": file.file.read()})
        return self.refusal or web.json_response({"text": self.words})

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        self._note(request, await request.json())
        return self.refusal or await self._send(request, "audio/pcm", self.sound)

    def _note(self, request: web.Request, body: dict[str, Any]) -> None:
        self.headers.append(dict(request.headers))
        self.asked.append(body)

    async def _send(
        self, request: web.Request, content_type: str, steps: list[Any]
    ) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": content_type})
        await answer.prepare(request)
        try:
            for step in list(steps):
                await self._step(answer, step)
        except (asyncio.CancelledError, ConnectionError):
            self.left.set()
            raise
        return answer

    async def _step(self, answer: web.StreamResponse, step: Step) -> None:
        if isinstance(step, asyncio.Event):
            await step.wait()
        elif isinstance(step, bytes):
            await answer.write(step)
        else:
            data = chunk({"content": step}) if isinstance(step, str) else step
            await answer.write(f"data: {json.dumps(data)}\n\n".encode())
