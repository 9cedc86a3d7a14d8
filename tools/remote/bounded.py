"""An HTTP client for a stranger's server: it reads so much and no more, and unpacks nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import httpcore2
import httpx2

from tools.outside.connecting import GuardedBackend
from tools.outside.errors import Unreachable
from tools.outside.fetching import certificates

MOST_BYTES = 1024 * 1024
AGENT = "Parley/0.1"


def client(backend: GuardedBackend, headers: Mapping[str, str]) -> httpx2.AsyncClient:
    """Time is the caller's; nothing of the environment (proxies, netrc) is used."""
    ours = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    transport = _Transport(backend)
    return httpx2.AsyncClient(
        headers={**ours, **headers},
        transport=transport,
        timeout=None,
        trust_env=False,
    )


class _Transport(httpx2.AsyncHTTPTransport):
    def __init__(self, backend: GuardedBackend) -> None:
        super().__init__(verify=certificates(), trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(certificates(), network_backend=backend)
        self._left = MOST_BYTES

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if fault := _fault(response):
            await response.aclose()
            raise fault
        stream = response.stream
        if isinstance(stream, httpx2.AsyncByteStream):
            response.stream = _Counted(stream, self)
        return response

    def take(self, size: int) -> None:
        """Of all answers together."""
        self._left -= size
        if self._left < 0:
            raise Unreachable("too_large", "The server gave more than can be taken in.")


def _fault(response: httpx2.Response) -> Unreachable | None:
    if response.status_code in {401, 403}:
        return Unreachable("not_let_in", "The server does not let Parley in with these headers.")
    if response.headers.get("content-encoding", "identity") != "identity":
        return Unreachable("bad_answer", "The server packs what was asked for unpacked.")
    return None


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, transport: _Transport) -> None:
        self._stream = stream
        self._transport = transport

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            self._transport.take(len(part))
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
