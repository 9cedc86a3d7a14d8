"""Speech from a text, and the text of a recording: the provider's two addresses of sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp
import msgspec

from chat.provider import answers
from chat.provider.errors import ProviderRefusal, refusal

# A recording of minutes is not understood in a moment.
TRANSCRIBED_WITHIN = aiohttp.ClientTimeout(connect=5, total=120)
# What a server says of an address that it does not have, and of a file that it cannot read.
NOT_THERE = (404, 405, 501)
UNREADABLE = 400

Post = Callable[..., AbstractAsyncContextManager[aiohttp.ClientResponse]]


class Transcript(msgspec.Struct, frozen=True):
    text: str
    usage: dict[str, Any] = {}


class SoundEndpoint:
    def __init__(self, post: Post) -> None:
        self._post = post

    async def speak(self, model: str, voice: str, text: str, person: str) -> bytes:
        """`POST /audio/speech`: a short text read aloud, as MP3.

        Raises ProviderRefusal: `no_speech` where the server has no such address or model.
        """
        body = {"model": model, "voice": voice, "input": text, "response_format": "mp3"}
        try:
            async with self._post("/audio/speech", person, NOT_THERE, json=body) as answer:
                if answer.status in NOT_THERE:
                    raise refusal("no_speech")
                return await answers.read(answer)
        except ProviderRefusal as refused:
            if refused.code == "unknown_model":
                raise refusal("no_speech") from refused
            raise

    async def transcribe(
        self, model: str, sound: bytes, container: str, language: str, person: str
    ) -> Transcript:
        """`POST /audio/transcriptions`. Raises ProviderRefusal: `no_transcription`, `unheard`."""
        form = aiohttp.FormData({"model": model, "response_format": "json"})
        if language:
            form.add_field("language", language)
        named = {"filename": f"recording.{container}", "content_type": f"audio/{container}"}
        form.add_field("file", sound, **named)
        asked: dict[str, Any] = {"data": form, "timeout": TRANSCRIBED_WITHIN}
        known = (*NOT_THERE, UNREADABLE)
        async with self._post("/audio/transcriptions", person, known, **asked) as answer:
            if answer.status in known:
                raise refusal("unheard" if answer.status == UNREADABLE else "no_transcription")
            return _transcript(answers.as_json(await answers.read(answer)))


def _transcript(found: dict[str, Any]) -> Transcript:
    """A usage in a shape of its own is left out: the words matter."""
    usage = found.get("usage")
    kept = {"text": found.get("text"), "usage": usage if isinstance(usage, dict) else {}}
    try:
        return msgspec.convert(kept, Transcript)
    except msgspec.ValidationError as error:
        raise refusal("provider_refused") from error
