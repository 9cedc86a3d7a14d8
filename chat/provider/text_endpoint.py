"""Answers in writing: the Responses API, or chat completions where a server has none."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from types import ModuleType

import aiohttp

from chat.errors import InputRefused
from chat.json_input import parse
from chat.provider import answers, completions, responses
from chat.provider.answer_events import AnswerEvent, Asked
from chat.provider.errors import CODES, ProviderRefusal, from_answer, in_writing, refusal
from chat.provider.sse import MOST_WAITING_BYTES, EventTooLong, ServerSentEvents

# Long enough for a model that thinks before its first word.
TIMEOUT = aiohttp.ClientTimeout(connect=5, sock_read=120, total=900)
# What a server says of an address that it does not have.
NOT_THERE = (404, 405, 501)
DONE = b"[DONE]"

Post = Callable[..., AbstractAsyncContextManager[aiohttp.ClientResponse]]
Reading = responses.Reading | completions.Reading


class TextEndpoint:
    """Which of the two a server has is found out by the first answer, and remembered."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._spoken: tuple[ModuleType, ...] = (responses, completions)

    async def answer(self, asked: Asked, person: str) -> AsyncGenerator[AnswerEvent, None]:
        """What is said and called, as it comes, and last how it ended. Raises ProviderRefusal."""
        try:
            async for event in self._first_there(asked, person):
                yield event
        except ProviderRefusal as refused:
            raise in_writing(refused) from refused

    async def _first_there(self, asked: Asked, person: str) -> AsyncGenerator[AnswerEvent, None]:
        for dialect in self._spoken:
            content = {"json": dialect.body(asked), "timeout": TIMEOUT}
            async with self._post(dialect.PATH, person, NOT_THERE, **content) as answer:
                if not await _is_there(answer):
                    continue
                self._spoken = (dialect,)
                async for event in _events(answer, dialect.Reading()):
                    yield event
                return
        self._spoken = (responses, completions)  # a server may learn it
        raise refusal("no_text_endpoint")


async def _is_there(answer: aiohttp.ClientResponse) -> bool:
    """A model that is not there has a code of its own."""
    if answer.status not in NOT_THERE:
        return True
    code = answers.code_of(answers.as_json(await answers.read(answer)))
    if code in CODES:
        raise from_answer(answer.status, code)
    return False


async def _events(
    answer: aiohttp.ClientResponse, reading: Reading
) -> AsyncGenerator[AnswerEvent, None]:
    try:
        async for data in _data(answer):
            for event in reading.hear(parse(data, MOST_WAITING_BYTES)):
                yield event
        for event in reading.end():
            yield event
    except (EventTooLong, InputRefused, AttributeError, TypeError, ValueError) as error:
        raise refusal("provider_refused") from error


async def _data(answer: aiohttp.ClientResponse) -> AsyncGenerator[bytes, None]:
    stream = ServerSentEvents()
    async for part in answer.content.iter_any():
        for data in stream.feed(part):
            if data != DONE:
                yield data
    for data in stream.end():
        if data != DONE:
            yield data
