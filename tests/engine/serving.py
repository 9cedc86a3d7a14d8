"""A real server of this process on a free port, with the faculties that a test gives it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from engine.faculties import Faculties
from engine.server import Server
from engine.settings import Settings
from engine.thinking.chat_model import ChatModel
from engine.upstream.server import Upstream
from engine.upstream.speech import UpstreamSynthesis
from engine.upstream.transcription import UpstreamRecognisers
from tests.engine.running import Address


@asynccontextmanager
async def served(settings: Settings, faculties: Faculties) -> AsyncIterator[Address]:
    application = Server(settings, faculties).application()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Address(runner.addresses[0][1])
    await runner.cleanup()


def asking(http: aiohttp.ClientSession, base_url: str) -> Faculties:
    """Everything is done by the server at this address."""
    server = Upstream(base_url, "m", silence_s=5)
    return Faculties(
        UpstreamRecognisers(http, server),
        UpstreamSynthesis(http, server),
        ChatModel(http, server).think,
    )
