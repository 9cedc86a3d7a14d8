"""A provider on loopback: tokens, calls and sidebands, which can refuse, stall and talk nonsense."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from tests.fakes.calls import FakeCall
from tests.fakes.texts import FakeTexts

KEY = "sk-canary-5b1d7e-never-to-be-seen"
TOKEN = "ek_canary_c0ffee"
SOUND = b"ID3 the sound of a voice"
SDP_ANSWER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"
CUT = web.Response()


class FakeProvider:
    """`answers` is taken from the front; when it is empty a token is minted, an offer answered."""

    def __init__(self) -> None:
        self.key = KEY
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[web.Response | None] = []
        self.offers: list[str] = []
        self.calls: dict[str, FakeCall] = {}
        self.lines: list[FakeCall] = []
        self.known_items: set[str] = set()  # that a line has already, and refuses
        self.hung_up: list[str] = []
        self.sideband_answers: list[web.Response] = []
        self.has_sidebands = True
        self.on_offer: Callable[[], object] = lambda: None
        self.answers_at_once = False
        self.is_silent = False
        self.base_url = ""
        self.texts = FakeTexts(self._scripted)
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._speaking = asyncio.Event()

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
            self.answers.append(_error(status, code))

    def lets_through(self) -> None:
        """The next request is answered as ever, whatever the one after it gets."""
        self.answers.append(None)

    def cuts(self) -> None:
        """The next request gets no answer: the connection breaks off."""
        self.answers.append(CUT)

    def speaks_again(self) -> None:
        """Who waited since it was silent is answered now."""
        self.is_silent = False
        self._loop.call_soon_threadsafe(self._speaking.set)

    def redirects(self, address: str, status: int = 307) -> None:
        self.answers.append(web.Response(status=status, headers={"Location": address}))

    @property
    def line(self) -> FakeCall:
        """The only connection of a relay."""
        (line,) = self.lines
        return line

    def refuses_sideband(self, status: int, location: str = "") -> None:
        """The next handshake of a sideband."""
        headers = {"Location": location} if location else {}
        self.sideband_answers.append(web.Response(status=status, headers=headers))

    def opens(self, session: dict[str, Any]) -> FakeCall:
        """A call as a browser's own offer makes it: of the session that its token carries."""
        call = FakeCall(self._loop, session)
        call.answers_at_once = self.answers_at_once
        self.calls[call.id] = call
        return call

    def _serve(self, up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._until_closed(up))
        self._loop.close()

    async def _until_closed(self, up: threading.Event) -> None:
        application = web.Application()
        self.texts.serve(application)
        application.router.add_post("/v1/realtime/client_secrets", self._mint)
        application.router.add_post("/v1/realtime/calls", self._offer)
        application.router.add_post("/v1/realtime/calls/{call_id}/hangup", self._hang_up)
        application.router.add_get("/v1/realtime", self._sideband)
        application.router.add_post("/v1/audio/speech", self._speak)
        application.router.add_post("/v1/audio/transcriptions", self._transcribe)
        runner = web.AppRunner(application, shutdown_timeout=0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        up.set()
        await self._closing.wait()
        self._speaking.set()
        self.texts.is_over = True
        for call in self.calls.values():
            await call.end()
        await runner.cleanup()

    async def _mint(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        made = {"value": TOKEN, "expires_at": 4_000_000_000, "session": {}}
        return await self._scripted(request) or web.json_response(made)

    async def _offer(self, request: web.Request) -> web.Response:
        if request.content_type == "application/sdp":  # a browser's own, with its token
            form = {"sdp": await request.text(), "session": "{}"}
        else:
            form = {name: _text(part) for name, part in (await request.post()).items()}
        session = json.loads(form["session"])
        self.offers.append(form["sdp"])
        self.asked.append(session)
        if scripted := await self._scripted(request):
            return scripted
        await asyncio.to_thread(self.on_offer)
        call = self.opens(session)
        where = {"Location": f"/v1/realtime/calls/{call.id}"}
        return web.Response(status=201, text=SDP_ANSWER, headers=where)

    async def _speak(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        return await self._scripted(request) or web.Response(body=SOUND)

    async def _transcribe(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append({name: part for name, part in form.items() if isinstance(part, str)})
        made = {"text": "Hello there.", "usage": {"type": "duration", "seconds": 3}}
        return await self._scripted(request) or web.json_response(made)

    async def _scripted(self, request: web.Request) -> web.Response | None:
        self.headers.append(dict(request.headers))
        if self.is_silent:
            self._speaking.clear()
            await self._speaking.wait()
        scripted = self.answers.pop(0) if self.answers else None
        if scripted is CUT and request.transport:
            request.transport.abort()
        return scripted

    async def _hang_up(self, request: web.Request) -> web.Response:
        if scripted := await self._scripted(request):
            return scripted
        call = self.calls.get(request.match_info["call_id"])
        if call is None or call.is_over:
            return _error(404, "call_id_not_found")
        await call.end()
        self.hung_up.append(call.id)
        return web.Response()

    async def _sideband(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "invalid_api_key")
        if self.sideband_answers:
            return self.sideband_answers.pop(0)
        if model := request.query.get("model"):
            return await self._line(request, model)
        call = self.calls.get(request.query.get("call_id", ""))
        if call is None or call.is_over or not self.has_sidebands:
            return _error(404, "call_id_not_found")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await call.serve(socket)
        return socket

    async def _line(self, request: web.Request, model: str) -> web.StreamResponse:
        """A session with sound in its events; the newest of `lines`."""
        self.headers.append(dict(request.headers))
        call = self.opens({"type": "realtime", "model": model})
        call.items |= {item_id: {} for item_id in self.known_items}
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "session.created", "session": call.session})
        self.lines.append(call)
        await call.serve(socket)
        call.is_over = True
        return socket


def _text(part: Any) -> str:
    """Parts with a content type of their own come as bytes."""
    return part if isinstance(part, str) else bytes(part).decode()


def _error(status: int, code: Any) -> web.Response:
    error = {"message": f"No: {KEY}", "type": "invalid_request_error", "code": code}
    return web.json_response({"error": error}, status=status)
