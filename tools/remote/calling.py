"""Speak with a remote MCP server: checked addresses, little time, nothing too large, nothing believed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings

from tools.outside import url as urls
from tools.outside.addresses import may_reach
from tools.outside.connecting import GuardedBackend, Rules
from tools.outside.errors import Unreachable
from tools.remote import bounded
from tools.remote.definitions import MOST_TOOLS, Definition
from tools.remote.sealing import Access

if TYPE_CHECKING:
    from mcp import ClientSession
    from mcp.types import CallToolResult

TIME_S = 9.0
MOST_PAGES = 10
UNCLEAR = "no_mcp"
Found = TypeVar("Found")


async def definitions(access: Access, seconds: float = TIME_S) -> list[Definition]:
    """What tools it has. Raises Unreachable, whatever goes wrong there."""
    return await _within(access, seconds, _listed)


async def call(
    access: Access, name: str, digest: str, arguments: dict[str, Any], seconds: float = TIME_S
) -> CallToolResult:
    """Raises Unreachable, with `changed` when the tool is not any more what was agreed to."""

    async def ask(session: ClientSession) -> CallToolResult:
        if digest not in {one.digest for one in await _listed(session)}:
            raise Unreachable("changed", "The tool is another one now: an administrator must look.")
        return await _called(session, name, arguments)

    return await _within(access, seconds, ask)


async def _within(
    access: Access, seconds: float, ask: Callable[[ClientSession], Awaitable[Found]]
) -> Found:
    try:
        async with asyncio.timeout(seconds), _connected(access) as session:
            return await ask(session)
    except TimeoutError as error:
        raise Unreachable("too_slow", "The server took too long to answer.") from error
    except Exception as error:  # a stranger's server, and a library that raises groups
        raise _plain(error) from error


@asynccontextmanager
async def _connected(access: Access) -> AsyncIterator[ClientSession]:
    from mcp import Client  # half a second and 50 MiB: only where there are such servers
    from mcp.client.streamable_http import streamable_http_client
    from mcp.types import Implementation

    backend = GuardedBackend(Rules(settings.MCP_NETWORKS))
    await _refuse_unsafe(access.url, backend)
    async with bounded.client(backend, access.headers) as http:
        transport = streamable_http_client(
            access.url, http_client=http, max_sse_event_size=bounded.MOST_BYTES
        )
        us = Implementation(name="Parley", version="0.1")
        async with Client(transport, cache=None, client_info=us) as client:
            yield client.session


async def _refuse_unsafe(url: str, backend: GuardedBackend) -> None:
    target = urls.parse(url)
    addresses = await backend.checked(target.host, target.port)
    if target.scheme == "http" and any(may_reach(address) for address in addresses):
        raise Unreachable("not_safe", "A public server is only spoken with by https.")


async def _listed(session: ClientSession) -> list[Definition]:
    from mcp.types import PaginatedRequestParams

    found: list[Definition] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        params = PaginatedRequestParams(cursor=cursor) if cursor else None
        page = await session.list_tools(params=params)
        found += [
            Definition(one.name, one.description or "", one.input_schema) for one in page.tools
        ]
        cursor = page.next_cursor
        if not cursor or len(found) > MOST_TOOLS:
            break
    if cursor or len(found) > MOST_TOOLS:
        raise Unreachable("too_many_tools", f"It has more than {MOST_TOOLS} tools.")
    return found


async def _called(session: ClientSession, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """Not `call_tool`: that checks the result by a schema of the server's own, patterns and all."""
    from mcp.types import CallToolRequest, CallToolRequestParams, CallToolResult

    params = CallToolRequestParams(name=name, arguments=arguments)
    return await session.send_request(CallToolRequest(params=params), CallToolResult)


def _plain(error: BaseException) -> Unreachable:
    """The first thing that somebody can understand of it. What a server wrote is never quoted."""
    if isinstance(error, Unreachable):
        return error
    for inner in (*getattr(error, "exceptions", ()), error.__cause__, error.__context__):
        if inner is not None and (found := _plain(inner)).code != UNCLEAR:
            return found
    return Unreachable(UNCLEAR, "What answers there does not speak as an MCP server does.")
