"""A reverse proxy like the one in front of a grown installation: not sticky, and it can be a bad network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientSession,
    ClientWebSocketResponse,
    TCPConnector,
    WSMsgType,
    WSServerHandshakeError,
    web,
)
from multidict import CIMultiDict

from tests.run.servers import HOST

# Of one connection only, or counted anew by whoever sends the body.
HOP_BY_HOP = {"connection", "upgrade", "keep-alive", "transfer-encoding", "content-length"}
ANSWERED_BY = "X-Answered-By"  # the port of the web process, for tests to read
ABNORMAL = 1006
GOODBYE_WITHIN_S = 5.0
Socket = web.WebSocketResponse | ClientWebSocketResponse


class Proxy:
    """`upstreams`: ports of web processes; one that refuses is skipped."""

    def __init__(self, upstreams: list[int], scheme: str = "https") -> None:
        self.upstreams = upstreams
        self.scheme = scheme  # what web is told that the browser sees
        self.port = 0
        self.delay_s = 0.0
        self._turn = {"http": count(), "socket": count()}
        self._open: set[asyncio.BaseTransport] = set()
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._passable = asyncio.Event()
        self._passable.set()

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        up = threading.Event()
        thread = threading.Thread(target=self._serve, args=[up], name="proxy")
        thread.start()
        up.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._closing.set)
            thread.join()

    def drop(self) -> None:
        """Every open socket breaks off, as when a router is switched off."""
        self._loop.call_soon_threadsafe(self._abort_all)

    def swallow(self) -> None:
        """From now on nothing gets through, in either direction, and nobody is told."""
        self._loop.call_soon_threadsafe(self._passable.clear)

    def pass_on(self) -> None:
        self._loop.call_soon_threadsafe(self._passable.set)

    def _abort_all(self) -> None:
        for line in self._open:
            _abort(line)

    def _serve(self, up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_closed(up))
        self._loop.close()

    async def _until_closed(self, up: threading.Event) -> None:
        application = web.Application(client_max_size=1024 * 1024)
        application.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(application, shutdown_timeout=0, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, 0, backlog=1024).start()
        self.port = runner.addresses[0][1]
        connector = TCPConnector(limit=0, force_close=True)
        async with ClientSession(connector=connector, auto_decompress=False) as self._http:
            up.set()
            await self._closing.wait()
            self._abort_all()
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        await self._passable.wait()
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._join(request)
        return await self._ask(request)

    async def _ask(self, request: web.Request) -> web.Response:
        body = await request.read()
        for port in self._ports("http"):
            try:
                return await self._forward(request, body, port)
            except ClientConnectorError:
                continue
            except ClientConnectionError:  # it may have been done: only the browser may ask again
                return web.Response(status=502, text="The web process went away.")
        return web.Response(status=503, text="No web process answers.")

    async def _forward(self, request: web.Request, body: bytes, port: int) -> web.Response:
        address = f"http://{HOST}:{port}{request.rel_url}"
        asking = self._http.request(
            request.method,
            address,
            data=body,
            headers=self._headers(request),
            allow_redirects=False,
        )
        async with asking as got:
            headers = CIMultiDict(
                (name, value)
                for name, value in got.headers.items()
                if name.lower() not in HOP_BY_HOP
            )
            headers[ANSWERED_BY] = str(port)
            return web.Response(status=got.status, headers=headers, body=await got.read())

    async def _join(self, request: web.Request) -> web.StreamResponse:
        for port in self._ports("socket"):
            try:
                async with self._upstream(request, port) as upstream:
                    return await self._between(request, upstream, port)
            except WSServerHandshakeError as refused:
                return web.Response(status=refused.status)
            except ClientConnectionError:
                continue
        return web.Response(status=503, text="No web process answers.")

    @asynccontextmanager
    async def _upstream(
        self, request: web.Request, port: int
    ) -> AsyncIterator[ClientWebSocketResponse]:
        names = {name for name in request.headers if name.lower().startswith("sec-websocket")}
        headers = {k: v for k, v in self._headers(request).items() if k not in names}
        address = f"ws://{HOST}:{port}{request.rel_url}"
        socket = await self._http.ws_connect(address, headers=headers, max_msg_size=0)
        async with socket:
            yield socket

    async def _between(
        self, request: web.Request, upstream: ClientWebSocketResponse, port: int
    ) -> web.StreamResponse:
        browser = web.WebSocketResponse(max_msg_size=0, compress=False)
        browser.headers[ANSWERED_BY] = str(port)
        line = request.transport
        if line is None:
            return web.Response(status=400, text="The browser has gone meanwhile.")
        await browser.prepare(request)
        self._open.add(line)
        pumps = [
            asyncio.create_task(self._pump(browser, upstream)),
            asyncio.create_task(self._pump(upstream, browser)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            if upstream.close_code in {None, ABNORMAL}:
                _abort(line)  # a dead process says no goodbye
            else:  # who is just sending answers the closing frame later
                await asyncio.wait(pumps, timeout=GOODBYE_WITHIN_S)
        finally:
            self._open.discard(line)
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        return browser

    async def _pump(self, source: Socket, sink: Socket) -> None:
        """One direction, in order; what is delayed is delayed as a whole, not one after another."""
        under_way: asyncio.Queue[tuple[float, str | None]] = asyncio.Queue()
        writer = asyncio.create_task(self._write(under_way, sink))
        try:
            async for message in source:
                if message.type == WSMsgType.TEXT:
                    under_way.put_nowait((self._loop.time() + self.delay_s, message.data))
            under_way.put_nowait((self._loop.time() + self.delay_s, None))
            await writer
            if source.close_code not in {None, ABNORMAL}:
                await sink.close(code=source.close_code or 1000)
        finally:
            writer.cancel()

    async def _write(
        self, under_way: asyncio.Queue[tuple[float, str | None]], sink: Socket
    ) -> None:
        text: str | None = ""
        while text is not None:
            due, text = await under_way.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            await self._passable.wait()
            if text is not None and not sink.closed:
                await sink.send_str(text)

    def _ports(self, kind: str) -> list[int]:
        first = next(self._turn[kind]) % len(self.upstreams)
        return [*self.upstreams[first:], *self.upstreams[:first]]

    def _headers(self, request: web.Request) -> dict[str, str]:
        kept = {k: v for k, v in request.headers.items() if k.lower() not in HOP_BY_HOP}
        told = {"X-Forwarded-Proto": self.scheme, "X-Forwarded-For": request.remote or HOST}
        return kept | told


def _abort(line: asyncio.BaseTransport) -> None:
    if isinstance(line, asyncio.Transport):
        line.abort()
