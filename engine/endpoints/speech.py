"""`POST /v1/audio/speech`: reads a text aloud, sent while it is spoken."""

import asyncio
import base64
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from engine.core import errors
from engine.core.usage import text_tokens
from engine.endpoints.entrance import Entrance, read_json, shaped, unavailable
from engine.endpoints.sound import MEDIA_TYPES, packer
from engine.endpoints.streams import EventStream, begun, break_off
from engine.faculties import SpeechFailed, Synthesis
from engine.thinking.wording import Spoken

LONGEST_INPUT_CHARS = 4096
# The service's voices that have no double here, by the nearest that we have.
NEAREST = {"fable": "ballad", "onyx": "cedar", "nova": "coral"}
UNSPOKEN = "The text could not be spoken."


class _Voice(msgspec.Struct):
    id: str


class SpeechRequest(msgspec.Struct):
    model: str
    input: Annotated[str, Meta(min_length=1, max_length=LONGEST_INPUT_CHARS)]
    voice: str | _Voice
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: Annotated[float, Meta(ge=0.25, le=4.0)] = 1.0
    stream_format: Literal["audio", "sse"] = "audio"


class Speech:
    def __init__(self, entrance: Entrance, synthesis: Synthesis) -> None:
        self._entrance = entrance
        self._synthesis = synthesis

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._entrance.admit(request):
            wanted = shaped(await read_json(request), SpeechRequest)
            self._entrance.check_model(wanted.model)
            async with aclosing(self._said(wanted)) as said:
                return await self._send(request, wanted, said)

    async def _send(
        self, request: web.Request, wanted: SpeechRequest, said: AsyncGenerator[bytes, None]
    ) -> web.StreamResponse:
        try:
            sound = _packed(await begun(said), wanted.response_format)
        except SpeechFailed as error:
            raise unavailable(UNSPOKEN) from error
        if wanted.stream_format == "sse":
            return await _as_events(request, wanted, sound)
        return await _as_sound(request, wanted, sound)

    async def _said(self, wanted: SpeechRequest) -> AsyncGenerator[bytes, None]:
        voice, wording = self._voice(wanted.voice), Spoken()
        clauses = wording.feed(wanted.input) + wording.flush()
        if not clauses:
            raise errors.invalid("input", "There is nothing in it that can be said.")
        for clause in clauses:
            async for pcm in self._synthesis.say(clause, voice, wanted.speed):
                yield pcm

    def _voice(self, wanted: str | _Voice) -> str:
        name = wanted if isinstance(wanted, str) else wanted.id
        if self._synthesis.knows(name):
            return name
        if name not in NEAREST:
            raise errors.invalid("voice", f"No voice is called '{name}'.")
        return NEAREST[name]


async def _packed(said: AsyncGenerator[bytes, None], form: str) -> AsyncGenerator[bytes, None]:
    packing = packer(form)
    async for pcm in said:
        if ready := await asyncio.to_thread(packing.feed, pcm):
            yield ready
    if ready := await asyncio.to_thread(packing.end):
        yield ready


async def _as_sound(
    request: web.Request, wanted: SpeechRequest, sound: AsyncGenerator[bytes, None]
) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": MEDIA_TYPES[wanted.response_format]})
    await answer.prepare(request)
    try:
        async for piece in sound:
            await answer.write(piece)
    except SpeechFailed as error:
        break_off(request, error)
    return answer


async def _as_events(
    request: web.Request, wanted: SpeechRequest, sound: AsyncGenerator[bytes, None]
) -> web.StreamResponse:
    stream = EventStream(request)
    await stream.open()
    sent = 0
    try:
        async for piece in sound:
            sent += len(piece)
            audio = base64.b64encode(piece).decode()
            await stream.send({"type": "speech.audio.delta", "audio": audio})
        await stream.send({"type": "speech.audio.done", "usage": _usage(wanted.input, sent)})
    except SpeechFailed as error:
        break_off(request, error)
    return stream.answer


def _usage(text: str, made: int) -> dict[str, Any]:
    given = text_tokens(text)
    return {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}
