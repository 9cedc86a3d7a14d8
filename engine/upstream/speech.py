"""Speaks clauses by a server's `/audio/speech`, its sound handed on while it comes."""

from collections.abc import AsyncGenerator

import aiohttp

from engine.faculties import SpeechFailed
from engine.upstream.server import Upstream, UpstreamFailed, asked

# 200 ms of 24 kHz PCM16: small enough to begin early, large enough not to be an event for each packet.
PIECE_BYTES = 9_600
LONGEST_CLAUSE_BYTES = 10 * 60 * 48_000


class UpstreamSynthesis:
    def __init__(self, http: aiohttp.ClientSession, server: Upstream) -> None:
        self._http = http
        self._server = server

    async def say(self, clause: str, voice: str, speed: float = 1.0) -> AsyncGenerator[bytes, None]:
        wanted = {
            "model": self._server.model,
            "input": clause,
            "voice": self._server.voice or voice,
            "response_format": "pcm",
            "speed": speed,
        }
        try:
            async with asked(self._http, self._server, "/audio/speech", json=wanted) as answer:
                async for piece in _pieces(answer):
                    yield piece
        except UpstreamFailed as error:
            raise SpeechFailed(str(error)) from error

    def knows(self, voice: str) -> bool:
        """Its voices are its own business."""
        return True


async def _pieces(answer: aiohttp.ClientResponse) -> AsyncGenerator[bytes, None]:
    """Whole samples, and no empty clause."""
    waiting, given = bytearray(), 0
    if not answer.content_type.startswith(("audio/", "application/octet-stream")):
        raise UpstreamFailed(f"the speech server sent {answer.content_type}, not audio")
    async for chunk in answer.content.iter_any():
        waiting += chunk
        whole = len(waiting) - len(waiting) % 2
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting[:whole])
            del waiting[:whole]
            given += whole
        if given > LONGEST_CLAUSE_BYTES:
            raise UpstreamFailed("the speech server does not stop")
    if not given and len(waiting) < 2:
        raise UpstreamFailed("the speech server sent no sound")
    if len(waiting) >= 2:
        yield bytes(waiting[: len(waiting) // 2 * 2])
