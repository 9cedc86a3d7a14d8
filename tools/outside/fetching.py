"""Fetch a page of the web: few redirects, each checked anew, little time and not much of it."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from typing import NamedTuple
from urllib.parse import urljoin

import httpcore2

from tools.outside import url as urls
from tools.outside.connecting import GuardedBackend, Resolve, Rules, resolve
from tools.outside.errors import Unreachable
from tools.outside.inflating import Inflating
from tools.outside.url import Target

TIME_S = 8.0
MOST_REDIRECTS = 5
MOST_BYTES = 1024 * 1024
AGENT = "Parley/0.1 (asked by a person in a conversation)"
ACCEPTED = "text/html, application/xhtml+xml, application/json;q=0.9, text/*;q=0.8"
REDIRECTS = {301, 302, 303, 307, 308}


class Page(NamedTuple):
    """`url` is the last one of the redirects; `is_cut`: there was more than is taken."""

    url: str
    status: int
    content_type: str
    body: bytes
    is_cut: bool


async def fetch(
    text: str, rules: Rules, resolve: Resolve = resolve, redirects: int = MOST_REDIRECTS
) -> Page:
    """Raises Unreachable, also when it takes too long."""
    try:
        async with asyncio.timeout(TIME_S):
            return await _followed(urls.parse(text), GuardedBackend(rules, resolve), redirects)
    except TimeoutError as error:
        raise Unreachable("too_slow", "The page took too long to answer.") from error
    except (httpcore2.NetworkError, httpcore2.TimeoutException) as error:
        raise Unreachable("no_answer", "No safe connection to that page could be kept.") from error
    except httpcore2.ProtocolError as error:
        raise Unreachable("bad_answer", "What answered there is not a web page.") from error


@cache
def certificates() -> ssl.SSLContext:
    """Those that the machine trusts; reading them takes a while."""
    return httpcore2.default_ssl_context()


async def _followed(target: Target, backend: GuardedBackend, redirects: int) -> Page:
    for _ in range(redirects + 1):
        found = await _one(target, backend)
        if isinstance(found, Page):
            return found
        target = found
    raise Unreachable("too_many_redirects", "The page leads on to others without end.")


async def _one(target: Target, backend: GuardedBackend) -> Page | Target:
    """The page, or where it leads on to. A connection of its own, closed again at once."""
    at = httpcore2.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    pool = httpcore2.AsyncConnectionPool(certificates(), network_backend=backend)
    async with pool, pool.stream("GET", at, headers=_headers(target)) as response:
        headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
        leads = headers.get(b"location")
        if response.status in REDIRECTS and leads:
            return urls.parse(urljoin(str(target), leads))
        body, is_cut = await _body(response, headers.get(b"content-encoding", ""))
        kind = headers.get(b"content-type", "")
        return Page(str(target), response.status, kind, body, is_cut)


def _headers(target: Target) -> list[tuple[str, str]]:
    """All that is sent: no cookie, no key, nothing that says who asks."""
    host = str(target).split("/")[2]
    return [
        ("Host", host),
        ("User-Agent", AGENT),
        ("Accept", ACCEPTED),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    ]


async def _body(response: httpcore2.Response, encoding: str) -> tuple[bytes, bool]:
    inflating = Inflating(encoding, MOST_BYTES)
    async for part in response.aiter_stream():
        if not inflating.take(part):
            break
    return inflating.body, inflating.is_cut
