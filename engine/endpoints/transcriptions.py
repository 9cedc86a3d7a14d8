"""`POST /v1/audio/transcriptions`: writes down a recording, told piece by piece to who streams."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import BodyPartReader, web
from msgspec import Meta

from engine.core import errors
from engine.core.errors import ProtocolError
from engine.core.usage import USER_AUDIO_MS_PER_TOKEN, text_tokens, transcription_usage
from engine.endpoints import recordings
from engine.endpoints.entrance import Entrance, shaped, unavailable
from engine.endpoints.streams import EventStream, begun
from engine.faculties import Recognisers
from engine.voice.recognition import RecognitionUnavailable

LARGEST_FILE_BYTES = 25 * 1024 * 1024
LARGEST_FIELD_BYTES = 64 * 1024
UNHEARD = "The recording could not be recognised."


class Fields(msgspec.Struct):
    model: str
    language: str = "english"
    prompt: Annotated[str, Meta(max_length=8_000)] = ""
    response_format: Literal["json", "text", "verbose_json"] = "json"
    stream: Literal["true", "false"] = "false"


@dataclass(frozen=True)
class Recording:
    fields: Fields
    pcm: bytes

    @property
    def milliseconds(self) -> int:
        return len(self.pcm) // (recordings.SAMPLE_HZ * 2 // 1000)


class Transcriptions:
    def __init__(self, entrance: Entrance, recognisers: Recognisers) -> None:
        self._entrance = entrance
        self._recognisers = recognisers

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._entrance.admit(request):
            recording = await _read(request)
            self._entrance.check_model(recording.fields.model)
            try:
                texts = await begun(self._texts(recording))
                if recording.fields.stream == "true":
                    return await _stream(request, recording, texts)
                return _whole(recording, "".join([text async for text in texts]))
            except RecognitionUnavailable as error:
                raise unavailable(UNHEARD) from error

    async def _texts(self, recording: Recording) -> AsyncGenerator[str, None]:
        """What was understood, with the space that parts it from what came before."""
        hints = tuple(word.strip() for word in recording.fields.prompt.split(",") if word.strip())
        gap = ""
        for piece in recordings.pieces(recording.pcm):
            utterance = self._recognisers.open(hints)
            utterance.feed(piece)
            heard = await utterance.finish()
            if heard.understood:
                yield gap + heard.text
                gap = " "


def _whole(recording: Recording, text: str) -> web.Response:
    if recording.fields.response_format == "text":
        return web.Response(text=f"{text}\n")
    usage = transcription_usage(recording.milliseconds)
    body: dict[str, Any] = {"text": text, "usage": usage}
    if recording.fields.response_format == "verbose_json":
        seconds = recording.milliseconds / 1000
        body |= {"language": recording.fields.language, "duration": seconds}
    return web.json_response(body)


async def _stream(
    request: web.Request, recording: Recording, texts: AsyncGenerator[str, None]
) -> web.StreamResponse:
    stream, text = EventStream(request), ""
    await stream.open()
    try:
        async for delta in texts:
            text += delta
            await stream.send({"type": "transcript.text.delta", "delta": delta})
        usage = _usage(recording, text)
        await stream.send({"type": "transcript.text.done", "text": text, "usage": usage})
    except RecognitionUnavailable:
        await stream.send({"error": unavailable(UNHEARD).body()})
    await stream.done()
    return stream.answer


def _usage(recording: Recording, text: str) -> dict[str, Any]:
    given = -(-recording.milliseconds // USER_AUDIO_MS_PER_TOKEN)
    made = text_tokens(text)
    details = {"audio_tokens": given, "text_tokens": 0}
    counts = {"input_tokens": given, "output_tokens": made, "total_tokens": given + made}
    return {"type": "tokens", "input_token_details": details, **counts}


async def _read(request: web.Request) -> Recording:
    if request.content_type != "multipart/form-data":
        raise ProtocolError("Send the file as multipart/form-data.", "unsupported_content_type")
    parts: dict[str, bytes] = {}
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name:
            largest = LARGEST_FILE_BYTES if part.name == "file" else LARGEST_FIELD_BYTES
            parts[part.name] = await _bounded(part, largest)
    if "file" not in parts:
        raise errors.missing("file")
    file = parts.pop("file")
    given = {name: value.decode("utf-8", "replace") for name, value in parts.items() if value}
    fields = shaped(given, Fields)
    return Recording(fields, await asyncio.to_thread(recordings.decoded, file))


async def _bounded(part: BodyPartReader, largest: int) -> bytes:
    body = bytearray()
    while chunk := await part.read_chunk(65_536):
        body += chunk
        if len(body) > largest:
            message = f"'{part.name}' is larger than {largest} bytes."
            raise ProtocolError(message, "file_too_large", part.name, status=413)
    return bytes(body)
