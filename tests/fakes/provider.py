"""A provider on loopback: the HTTP half of the Realtime API, which can refuse, stall and talk nonsense."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

KEY = "sk-canary-5b1d7e-never-to-be-seen"
TOKEN = "ek_canary_c0ffee"


class FakeProvider:
    """`answers` is taken from the front; when it is empty a token is minted."""

    def __init__(self) -> None:
        self.key = KEY
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[web.Response] = []
        self.is_silent = False
        self.base_url = ""
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[FakeProvider]:
        fake = cls()
        up = threading.Event()
        thread = threading.Thread(target=fake._serve, args=[up], name="fake-provider")
        thread.start()
        up.wait()
        try:
            yield fake
        finally:
            fake._loop.call_soon_threadsafe(fake._closing.set)
            thread.join()

    def refuses(self, status: int, code: Any = None, body: str | None = None) -> None:
        """The next answer: an error body with this code, or any other body."""
        if body is not None:
            self.answers.append(web.Response(status=status, text=body))
        else:
            error = {"message": f"No: {KEY}", "type": "invalid_request_error", "code": code}
            self.answers.append(web.json_response({"error": error}, status=status))

    def redirects(self, address: str) -> None:
        self.answers.append(web.Response(status=307, headers={"Location": address}))

    def _serve(self, up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_closed(up))
        self._loop.close()

    async def _until_closed(self, up: threading.Event) -> None:
        application = web.Application()
        application.router.add_post("/v1/realtime/client_secrets", self._mint)
        runner = web.AppRunner(application, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        up.set()
        await self._closing.wait()
        await runner.cleanup()

    async def _mint(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        if self.is_silent:
            await self._closing.wait()
        if self.answers:
            return self.answers.pop(0)
        return web.json_response({"value": TOKEN, "expires_at": 4_000_000_000, "session": {}})
