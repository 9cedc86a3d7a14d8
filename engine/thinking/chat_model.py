"""A language model behind a chat completions server as a thinker."""

import aiohttp

from engine.dialogue import Request
from engine.thinking import messages
from engine.thinking.chat_stream import ChatStream
from engine.thinking.thought import Said, ThinkingFailed, Thoughts
from engine.upstream.server import Upstream, UpstreamFailed, asked

NOT_CAUGHT = "I did not catch that. Could you say it again?"
WHOLE = "application/json"


class ChatModel:
    def __init__(self, http: aiohttp.ClientSession, server: Upstream) -> None:
        self._http = http
        self._server = server

    async def think(self, request: Request) -> Thoughts:
        if not request.understood:
            yield Said(NOT_CAUGHT)
            return
        body = {"model": self._server.model, "stream": True, **messages.body(request)}
        try:
            async with asked(self._http, self._server, "/chat/completions", json=body) as answer:
                async for thought in _thoughts(answer):
                    yield thought
        except UpstreamFailed as error:
            raise ThinkingFailed(str(error)) from error


async def _thoughts(answer: aiohttp.ClientResponse) -> Thoughts:
    stream = ChatStream(whole=answer.content_type == WHOLE)
    async for piece in answer.content.iter_any():
        for thought in stream.feed(piece):
            yield thought
        if stream.is_over:
            break
    for thought in stream.end():
        yield thought
