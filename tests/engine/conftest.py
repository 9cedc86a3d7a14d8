"""A real engine on a free port: in this process with quick fakes, or whole in its own."""

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web

from engine.server import Server
from engine.settings import Settings
from tests.engine import fakes
from tests.engine.running import KEY, ORIGIN, Address, EngineProcess, free_port


@pytest.fixture
def settings() -> Settings:
    """Override in a module to serve with others."""
    return Settings(api_key=KEY, allowed_origins=frozenset({ORIGIN}))


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Address]:
    made = Server(settings, fakes.faculties())
    runner = web.AppRunner(made.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield Address(port)
    await runner.cleanup()


@pytest.fixture(scope="session")
def engine() -> Iterator[EngineProcess]:
    """The whole program with its own voice and dialogue, shared by the tests of a run."""
    process = EngineProcess()
    process.wait_until_healthy()
    yield process
    process.end()
