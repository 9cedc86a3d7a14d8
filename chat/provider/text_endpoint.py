"""Answers in writing: the Responses API, or chat completions where a server has none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from types import ModuleType
from typing import Any

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

    async def answer(self, asked: Asked, person: str) -> AsyncIterator[AnswerEvent]:
        """What is said and called, as it comes, and last how it ended. Raises ProviderRefusal."""
        try:
            async for event in self._first_there(asked, person):
                yield event
        except ProviderRefusal as refused:
            raise in_writing(refused) from refused

    async def _first_there(self, asked: Asked, person: str) -> AsyncIterator[AnswerEvent]:
        for dialect in self._spoken:
            content = {"json": dialect.body(asked), "timeout": TIMEOUT}
            async with self._post(dialect.PATH, person, NOT_THERE, **content) as answer:
                if await _is_there(answer):
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


async def _events(answer: aiohttp.ClientResponse, reading: Reading) -> AsyncIterator[AnswerEvent]:
    stream = ServerSentEvents()
    try:
        async for part in answer.content.iter_any():
            for event in _read(stream.feed(part), reading):
                yield event
                if event.is_last:
                    return
        for event in [*_read(stream.end(), reading), *reading.end()]:
            yield event
    except (EventTooLong, InputRefused, AttributeError, TypeError, ValueError) as error:
        raise refusal("provider_refused") from error
    except asyncio.IncompleteReadError as error:
        raise refusal("provider_unreachable") from error


def _read(found: list[bytes], reading: Reading) -> Iterator[AnswerEvent]:
    for data in found:
        if data != DONE:
            yield from reading.hear(_parsed(data))


def _parsed(data: bytes) -> dict[str, Any]:
    return parse(data, MOST_WAITING_BYTES)
