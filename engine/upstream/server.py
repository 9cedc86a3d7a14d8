"""One request to a server that the engine was told of, its failures in one error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

CONNECT_S = 10.0
# Shorter than any server's own: a connection that closes under a POST would lose the answer.
KEPT_ALIVE_S = 3.0
LONGEST_REASON_CHARS = 300
MOST_REASON_BYTES = 4096


@dataclass(frozen=True)
class Upstream:
    """`silence_s` is how long it may send nothing; `voice` overrides the session's (speech only)."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    silence_s: float = 60.0
    voice: str = ""


class UpstreamFailed(Exception):
    """It could not be reached, refused, fell silent or talked nonsense; the text says which."""


def client() -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(keepalive_timeout=KEPT_ALIVE_S, limit=0)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


@asynccontextmanager
async def asked(
    http: aiohttp.ClientSession, server: Upstream, path: str, **body: Any
) -> AsyncIterator[aiohttp.ClientResponse]:
    """A good answer, not yet read. Leaving early closes the connection, so that it stops working."""
    timeout = aiohttp.ClientTimeout(sock_connect=CONNECT_S, sock_read=server.silence_s)
    headers = {"Authorization": f"Bearer {server.api_key}"} if server.api_key else {}
    options: Any = {"headers": headers, "timeout": timeout, "allow_redirects": False, **body}
    try:
        async with http.post(server.base_url + path, **options) as answer:
            if answer.status != 200:
                raise UpstreamFailed(await _refusal(answer, server))
            yield answer
    except TimeoutError as error:
        raise UpstreamFailed(f"{server.base_url} did not answer in time") from error
    except aiohttp.ClientError as error:
        raise UpstreamFailed(f"{server.base_url}: {error or type(error).__name__}") from error


async def _refusal(answer: aiohttp.ClientResponse, server: Upstream) -> str:
    """Servers quote the key that they refuse: it must not reach a log."""
    body = await answer.content.read(MOST_REASON_BYTES)
    said = reason(body)[:LONGEST_REASON_CHARS]
    if server.api_key:
        said = said.replace(server.api_key, "...")
    return f"{server.base_url} answered {answer.status}: {said}"


def reason(body: bytes) -> str:
    """What an error body says, whatever its shape."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return " ".join(body.decode("utf-8", "replace").split())
    error = told.get("error", told) if isinstance(told, dict) else told
    message = error.get("message") if isinstance(error, dict) else error
    return str(message)
