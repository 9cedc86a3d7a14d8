"""`POST /v1/responses`: the engine's own thinking; what was stored can be followed up for a while."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import msgspec
from aiohttp import web

from engine.endpoints import responses_input
from engine.endpoints.entrance import Entrance, read_json, unavailable
from engine.endpoints.memory import Items, Memory
from engine.endpoints.options import check_form
from engine.endpoints.response_events import ResponseEvents
from engine.endpoints.responses_input import ResponsesRequest
from engine.endpoints.streams import EventStream, begun
from engine.processes.siblings import Siblings
from engine.thinking.thought import Thinker, ThinkingFailed, Thought

UNTHOUGHT = "The language model could not answer."


class Responses:
    """`has_model`: a language model thinks, not the small dialogue."""

    def __init__(
        self, entrance: Entrance, think: Thinker, has_model: bool, siblings: Siblings
    ) -> None:
        self._entrance = entrance
        self._think = think
        self._has_model = has_model
        self._siblings = siblings
        self._memory = Memory()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._entrance.admit(request):
            body = await read_json(request)
            wanted = responses_input.read(body)
            # What came before is remembered by the process that made it.
            owner = self._siblings.owner(request, wanted.previous_response_id or "")
            if owner is not None:
                return await self._siblings.relay(owner, request, msgspec.json.encode(body))
            return await self._respond(request, wanted, body)

    async def _respond(
        self, request: web.Request, wanted: ResponsesRequest, body: dict[str, Any]
    ) -> web.StreamResponse:
        self._entrance.check_model(wanted.model)
        check_form((wanted.text or {}).get("format"), self._has_model, "text.format")
        before = self._memory.recall(wanted.previous_response_id)
        items = [*before, *responses_input.items(wanted.input)]
        asked = wanted.asked(body, items)
        events = ResponseEvents(self._siblings.new_id("resp"), wanted, asked)
        async with aclosing(self._think(asked)) as thoughts:
            answer = await _answer(request, wanted, events, thoughts)
        self._remember(wanted, events, items)
        return answer

    def _remember(self, wanted: ResponsesRequest, events: ResponseEvents, items: Items) -> None:
        if wanted.store is not False:
            made = responses_input.items(events.output)
            self._memory.keep(events.id, [*items, *made])


async def _answer(
    request: web.Request,
    wanted: ResponsesRequest,
    events: ResponseEvents,
    thoughts: AsyncGenerator[Thought, None],
) -> web.StreamResponse:
    try:
        ready = await begun(thoughts)
        if wanted.stream:
            return await _stream(request, events, ready)
        async for thought in ready:
            events.take(thought)
    except ThinkingFailed as error:
        raise unavailable(UNTHOUGHT) from error
    return web.json_response(events.end()[-1]["response"])


async def _stream(
    request: web.Request, events: ResponseEvents, thoughts: AsyncGenerator[Thought, None]
) -> web.StreamResponse:
    stream = EventStream(request)
    await stream.open()
    try:
        async for event in _told(events, thoughts):
            await stream.send(event, named=True)
    except ThinkingFailed:
        for event in events.fail(UNTHOUGHT):
            await stream.send(event, named=True)
    return stream.answer


async def _told(
    events: ResponseEvents, thoughts: AsyncGenerator[Thought, None]
) -> AsyncGenerator[dict[str, Any], None]:
    for event in events.begin():
        yield event
    async for thought in thoughts:
        for event in events.take(thought):
            yield event
    for event in events.end():
        yield event
