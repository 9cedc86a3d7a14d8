"""Puts together who hears, thinks and speaks: the engine's own, or servers it was told of."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from engine.core.audio_config import DEFAULT_VOICE
from engine.faculties import Faculties, Recognisers, Synthesis
from engine.settings import Settings
from engine.thinking import small
from engine.thinking.chat_model import ChatModel
from engine.thinking.thought import Thinker
from engine.upstream import server
from engine.upstream.speech import UpstreamSynthesis
from engine.upstream.transcription import UpstreamRecognisers
from engine.voice.recognition import RecogniserPool
from engine.voice.synthesis import VOICES, Synthesiser


class OwnSynthesis:
    """The engine's own voices; a clause is made at once, so it is one piece."""

    def __init__(self, synthesiser: Synthesiser) -> None:
        self._synthesiser = synthesiser

    async def say(self, clause: str, voice: str, speed: float = 1.0) -> AsyncGenerator[bytes, None]:
        known = voice if self.knows(voice) else DEFAULT_VOICE
        yield await self._synthesiser.say(clause, known, speed)

    def knows(self, voice: str) -> bool:
        return voice in VOICES


@asynccontextmanager
async def equipped(settings: Settings) -> AsyncIterator[Faculties]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(server.client())
        yield Faculties(
            await _recognisers(settings, http, stack),
            _synthesis(settings, http, stack),
            _thinker(settings, http),
        )


async def _recognisers(
    settings: Settings, http: aiohttp.ClientSession, stack: AsyncExitStack
) -> Recognisers:
    if settings.transcription:
        return UpstreamRecognisers(http, settings.transcription)
    pool = RecogniserPool(settings.recogniser_processes)
    stack.push_async_callback(pool.close)
    await pool.start()
    return pool


def _synthesis(settings: Settings, http: aiohttp.ClientSession, stack: AsyncExitStack) -> Synthesis:
    if settings.speech:
        return UpstreamSynthesis(http, settings.speech)
    synthesiser = Synthesiser()
    stack.callback(synthesiser.close)
    return OwnSynthesis(synthesiser)


def _thinker(settings: Settings, http: aiohttp.ClientSession) -> Thinker:
    return (
        ChatModel(http, settings.language_model).think if settings.language_model else small.think
    )
