"""A provider on loopback that only writes down: it says what the test says, and keeps what it was told."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.provider import KEY

WAIT_S = 10.0
Event = dict[str, Any]


class FakeTranscriber:
    def __init__(self) -> None:
        self.base_url = ""
        self.headers: dict[str, str] = {}
        self.closed = threading.Event()
        self._told: queue.Queue[Event] = queue.Queue()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[FakeTranscriber]:
        fake, up = cls(), threading.Event()
        thread = threading.Thread(target=fake._serve, args=[up], name="fake-transcriber")
        thread.start()
        up.wait()
        try:
            yield fake
        finally:
            fake._loop.call_soon_threadsafe(fake._over.set)
            thread.join()

    async def hears(self, kind: str) -> Event:
        """The next event of this type from the relay."""
        while True:
            event = await asyncio.to_thread(self._told.get, True, WAIT_S)
            if event["type"] == kind:
                return event

    async def says(self, kind: str, **fields: Any) -> None:
        assert self._socket
        saying = self._socket.send_json({"type": kind, **fields})
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(saying, self._loop))

    async def hangs_up(self) -> None:
        assert self._socket
        closing = self._socket.close()
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(closing, self._loop))

    def _serve(self, up: threading.Event) -> None:
        self._loop.run_until_complete(self._until_over(up))
        self._loop.close()

    async def _until_over(self, up: threading.Event) -> None:
        application = web.Application()
        application.router.add_get("/v1/realtime", self._transcribe)
        runner = web.AppRunner(application, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        up.set()
        await self._over.wait()
        if self._socket:
            await self._socket.close()
        await runner.cleanup()

    async def _transcribe(self, request: web.Request) -> web.StreamResponse:
        is_right = request.headers.get("Authorization") == f"Bearer {KEY}"
        if not is_right or request.query_string != "intent=transcription":
            return web.Response(status=401)
        self.headers = dict(request.headers)
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "session.created", "session": {"type": "transcription"}})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                await self._note(message.json(), socket)
        self.closed.set()
        return socket

    async def _note(self, event: Event, socket: web.WebSocketResponse) -> None:
        self._told.put(event)
        if event["type"] == "session.update":
            await socket.send_json({"type": "session.updated", "session": event["session"]})
