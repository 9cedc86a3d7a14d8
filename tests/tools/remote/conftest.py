"""MCP servers on loopback, which a test allows, and one that is added."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from tests.tools.remote import servers
from tests.tools.remote.servers import BadServer, RealServer
from tools.models import McpServer, McpTool
from tools.remote import looking
from tools.remote.sealing import Access, seal

Add = Callable[[str], McpServer]


@pytest.fixture(autouse=True)
def allowed(settings: Settings) -> None:
    settings.MCP_NETWORKS = [ip_network("127.0.0.1")]


@pytest.fixture
def weather() -> Iterator[RealServer]:
    with servers.real() as running:
        yield running


@pytest.fixture
def bad() -> Iterator[BadServer]:
    with servers.bad() as running:
        yield running


@pytest.fixture
def add(db: None) -> Add:
    """A server as it is after an administrator has agreed to all that it has."""

    def added(url: str) -> McpServer:
        access = seal(Access(url, {"Authorization": "Bearer canary-secret"}))
        server = McpServer.objects.create(name="weather", address=url, access=access)
        looking.look([server])
        for tool in McpTool.objects.awaiting():
            tool.agreed, tool.agreed_digest = tool.seen, tool.digest
            tool.save()
        return server

    return added
