"""Recognises utterances by a server's `/audio/transcriptions`."""

import io
import logging
import wave
from collections.abc import Sequence

import aiohttp
import msgspec

from engine.upstream.server import Upstream, UpstreamFailed, asked
from engine.voice.recognition import RecognitionUnavailable, Transcript

logger = logging.getLogger(__name__)
SAMPLE_HZ = 16_000
LONGEST_BYTES = 10 * 60 * SAMPLE_HZ * 2
MOST_AT_ONCE = 32
UNAVAILABLE = "the speech recognition server did not answer"


class _Answer(msgspec.Struct):
    text: str


class UpstreamRecognisers:
    def __init__(self, http: aiohttp.ClientSession, server: Upstream) -> None:
        self._http = http
        self._server = server
        self._open = 0

    def open(self, hints: Sequence[str] = ()) -> "UpstreamUtterance":
        """RecognitionUnavailable when too many are open already."""
        if self._open >= MOST_AT_ONCE:
            raise RecognitionUnavailable("too many people are speaking at once")
        self._open += 1
        return UpstreamUtterance(self, hints)

    def release(self) -> None:
        self._open -= 1

    async def transcribe(self, recording: bytes, hints: Sequence[str]) -> str:
        """The words of a wav."""
        form = aiohttp.FormData()
        form.add_field("model", self._server.model)
        form.add_field("response_format", "json")
        if hints:
            form.add_field("prompt", ", ".join(hints))
        form.add_field("file", recording, filename="utterance.wav", content_type="audio/wav")
        async with asked(self._http, self._server, "/audio/transcriptions", data=form) as answer:
            body = await answer.read()
        try:
            return msgspec.json.decode(body, type=_Answer).text
        except (msgspec.DecodeError, RecursionError) as error:
            raise UpstreamFailed(f"the recognition server sent nonsense: {error}") from error


class UpstreamUtterance:
    """Sent when it is complete. End it with `finish` or `abandon`."""

    certain = ""

    def __init__(self, recognisers: UpstreamRecognisers, hints: Sequence[str]) -> None:
        self._recognisers = recognisers
        self._hints = tuple(hints)
        self._pcm = bytearray()
        self._over = False

    def feed(self, pcm_16k: bytes) -> None:
        self._pcm += pcm_16k[: max(LONGEST_BYTES - len(self._pcm), 0)]

    async def finish(self) -> Transcript:
        try:
            text = await self._recognisers.transcribe(_wav(bytes(self._pcm)), self._hints)
        except UpstreamFailed as error:
            logger.warning("an utterance was not recognised: %s", error)
            raise RecognitionUnavailable(UNAVAILABLE) from error
        finally:
            self.abandon()
        return Transcript(text.strip(), 1.0, bool(text.strip()))

    def abandon(self) -> None:
        if not self._over:
            self._over = True
            self._pcm.clear()
            self._recognisers.release()


def _wav(pcm: bytes) -> bytes:
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_HZ)
        file.writeframes(pcm)
    return sink.getvalue()
