"""A real engine on a free port: in this process with quick fakes, or whole in its own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from engine.settings import Settings
from tests.engine import fakes
from tests.engine.running import KEY, ORIGIN, Address, EngineProcess
from tests.engine.serving import served
from tests.engine.talk import MODEL, Talk, talking


@pytest.fixture
def settings() -> Settings:
    """Override in a module to serve with others."""
    return Settings(api_key=KEY, allowed_origins=frozenset({ORIGIN}))


@pytest.fixture
def recognisers() -> fakes.FakeRecognisers:
    """Override to be heard in another way."""
    return fakes.FakeRecognisers()


@pytest.fixture
async def server(settings: Settings, recognisers: fakes.FakeRecognisers) -> AsyncIterator[Address]:
    async with served(settings, fakes.faculties(recognisers=recognisers)) as address:
        yield address


@pytest.fixture(scope="session")
def engine() -> Iterator[EngineProcess]:
    """The whole program with its own voice and dialogue, shared by the tests of a run."""
    process = EngineProcess()
    process.wait_until_healthy()
    yield process
    process.end()


@pytest.fixture
async def talk(engine: EngineProcess) -> AsyncIterator[Talk]:
    """A conversation of the stock Python SDK with the whole program."""
    async with talking(engine.address, model=MODEL) as made:
        yield made
