"""Streams out: begun before the status is sent, then server-sent events."""

import json
import logging
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

from aiohttp import web

logger = logging.getLogger(__name__)
Piece = TypeVar("Piece")


async def begun(pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Piece, None]:
    """The same stream with its first piece at hand: what fails before that can still be refused."""
    first = [piece async for piece in _one(pieces)]

    async def whole() -> AsyncGenerator[Piece, None]:
        for piece in first:
            yield piece
        async for piece in pieces:
            yield piece

    return whole()


async def _one(pieces: AsyncGenerator[Piece, None]) -> AsyncGenerator[Piece, None]:
    try:
        yield await anext(pieces)
    except StopAsyncIteration:
        return


class EventStream:
    def __init__(self, request: web.Request) -> None:
        self._request = request
        headers = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}
        self.answer = web.StreamResponse(headers=headers)

    async def open(self) -> None:
        await self.answer.prepare(self._request)

    async def send(self, data: dict[str, Any], named: bool = False) -> None:
        """`named`: with an `event:` line of the data's type."""
        name = f"event: {data['type']}\n" if named else ""
        text = json.dumps(data, separators=(",", ":"))
        await self.answer.write(f"{name}data: {text}\n\n".encode())

    async def done(self) -> None:
        await self.answer.write(b"data: [DONE]\n\n")


def break_off(request: web.Request, error: Exception) -> None:
    """Nothing can be said any more in a body of sound: the client sees that it is not whole."""
    logger.warning("%s broke off: %s", request.path, error)
    if request.transport:
        request.transport.abort()
