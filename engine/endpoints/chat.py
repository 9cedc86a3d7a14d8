"""`POST /v1/chat/completions`: the engine's own thinking, whole or as it comes."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from aiohttp import web

from engine.core.ids import new_id
from engine.dialogue import Request
from engine.endpoints import chat_input
from engine.endpoints.chat_input import ChatRequest
from engine.endpoints.entrance import Entrance, read_json, unavailable
from engine.endpoints.making import Making
from engine.endpoints.options import check_form
from engine.endpoints.streams import EventStream, begun
from engine.thinking.thought import Called, Said, Thinker, ThinkingFailed, Thought

UNTHOUGHT = "The language model could not answer."
FINISHED = {"max_output_tokens": "length", "content_filter": "content_filter"}


class Chat:
    """`has_model`: a language model thinks, not the small dialogue."""

    def __init__(self, entrance: Entrance, think: Thinker, has_model: bool) -> None:
        self._entrance = entrance
        self._think = think
        self._has_model = has_model

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._entrance.admit(request):
            wanted, asked = chat_input.read(await read_json(request))
            self._entrance.check_model(wanted.model)
            check_form(asked.options.get("response_format"), self._has_model, "response_format")
            async with aclosing(self._think(asked)) as thoughts:
                return await _answer(request, Completion(wanted, asked), thoughts)


class Completion:
    def __init__(self, wanted: ChatRequest, asked: Request) -> None:
        self.wanted = wanted
        self.making = Making(asked)
        self._own = {"id": new_id("chatcmpl"), "created": int(time.time()), "model": wanted.model}

    def chunk(self, delta: dict[str, Any], finished: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finished}
        return {**self._own, "object": "chat.completion.chunk", "choices": [choice]}

    def delta(self, thought: Thought) -> dict[str, Any] | None:
        """What a thought adds to the stream, if anything."""
        self.making.take(thought)
        if isinstance(thought, Said):
            return self.chunk({"content": thought.text})
        if isinstance(thought, Called):
            call = {"index": len(self.making.calls) - 1, **_call(thought)}
            return self.chunk({"tool_calls": [call]})
        return None

    def finish(self) -> str:
        if self.making.cut:
            return FINISHED[self.making.cut]
        return "tool_calls" if self.making.calls else "stop"

    def counted(self) -> dict[str, Any]:
        chunk = {**self.chunk({}), "usage": self.usage()}
        return {**chunk, "choices": []}

    def whole(self) -> dict[str, Any]:
        text, calls = self.making.text, [_call(call) for call in self.making.calls]
        message: dict[str, Any] = {"role": "assistant", "content": text or None, "refusal": None}
        message |= {"tool_calls": calls} if calls else {}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": self.finish()}
        body = {**self._own, "object": "chat.completion", "choices": [choice]}
        return {**body, "usage": self.usage()}

    def usage(self) -> dict[str, int]:
        spent = self.making.spent()
        total = spent.input + spent.output
        return {
            "prompt_tokens": spent.input,
            "completion_tokens": spent.output,
            "total_tokens": total,
        }


async def _answer(
    request: web.Request, completion: Completion, thoughts: AsyncGenerator[Thought, None]
) -> web.StreamResponse:
    try:
        ready = await begun(thoughts)
        if completion.wanted.stream:
            return await _stream(request, completion, ready)
        async for thought in ready:
            completion.making.take(thought)
    except ThinkingFailed as error:
        raise unavailable(UNTHOUGHT) from error
    return web.json_response(completion.whole())


async def _stream(
    request: web.Request, completion: Completion, thoughts: AsyncGenerator[Thought, None]
) -> web.StreamResponse:
    stream = EventStream(request)
    await stream.open()
    await stream.send(completion.chunk({"role": "assistant", "content": "", "refusal": None}))
    try:
        async for thought in thoughts:
            if delta := completion.delta(thought):
                await stream.send(delta)
        await stream.send(completion.chunk({}, completion.finish()))
        if completion.wanted.wants_usage:
            await stream.send(completion.counted())
    except ThinkingFailed:
        await stream.send({"error": unavailable(UNTHOUGHT).body()})
    await stream.done()
    return stream.answer


def _call(call: Called) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": new_id("call"), "type": "function", "function": function}
