"""Hands what concerns another process on to it, over that one's socket in the common folder."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import WSCloseCode, WSMsgType, hdrs, web

from engine.core.errors import ProtocolError
from engine.credentials import subprotocols
from engine.processes.admission import Admission
from engine.processes.share import Share
from engine.transports import websocket

logger = logging.getLogger(__name__)
PASSED_ON = (hdrs.AUTHORIZATION, hdrs.CONTENT_TYPE, "OpenAI-Beta")
PASSED_BACK = (hdrs.CONTENT_TYPE, hdrs.LOCATION, hdrs.RETRY_AFTER)
ANSWER_S = 10.0
# A language model may be silent for as long as it was given.
RELAYED_S = 3600.0
# Any name will do on a socket of our own; this one passes the check of names.
HOST = "http://localhost"


class Siblings:
    """Who else could, or must, take a request: the number of that process, None for this one."""

    def __init__(self, share: Share, admission: Admission) -> None:
        self.admission = admission
        self._share = share

    def owner(self, request: web.Request, own_id: str) -> int | None:
        """Of a call or a response."""
        return self._another(request, self._share.owner(own_id))

    def new_id(self, kind: str) -> str:
        """By which its owner is found again."""
        return self._share.new_id(kind)

    def lightest(self, request: web.Request) -> int | None:
        """For a call: once begun, its sound goes straight to the process that has it."""
        return self._another(request, self.admission.lightest)

    def with_room(self, request: web.Request) -> int | None:
        """For a socket: its frames would be relayed for as long as it lasts."""
        return self._another(request, self.admission.lightest) if self.admission.is_full else None

    async def post(self, process: int, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            async with (
                self._http(process) as http,
                http.post(HOST + request.path_qs, data=body, headers=_passed(request)) as answer,
            ):
                back = {
                    name: answer.headers[name] for name in PASSED_BACK if name in answer.headers
                }
                return web.Response(status=answer.status, body=await answer.read(), headers=back)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _lost(process) from error

    async def relay(self, process: int, request: web.Request, body: bytes) -> web.StreamResponse:
        """The same, the answer handed back as it comes."""
        http, url, headers = (
            self._http(process, RELAYED_S),
            HOST + request.path_qs,
            _passed(request),
        )
        try:
            async with http as session, session.post(url, data=body, headers=headers) as answer:
                return await _handed_back(request, answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _lost(process) from error

    @asynccontextmanager
    async def session(
        self, process: int, request: web.Request
    ) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """A session that lives in the other process; what it refuses is refused here."""
        async with self._http(process) as http:
            try:
                inner = await http.ws_connect(
                    HOST + request.path_qs,
                    protocols=subprotocols(request),
                    headers=_passed(request),
                    max_msg_size=websocket.LARGEST_FRAME_BYTES,
                )
            except aiohttp.WSServerHandshakeError as error:
                raise _refused(error) from error
            except (aiohttp.ClientError, TimeoutError) as error:
                raise _lost(process) from error
            async with inner:
                yield inner

    def _another(self, request: web.Request, process: int) -> int | None:
        """What a sibling sent stays here: nothing is handed on twice."""
        return None if process == self._share.number or _came_from_sibling(request) else process

    @asynccontextmanager
    async def _http(
        self, process: int, silence_s: float = ANSWER_S
    ) -> AsyncIterator[aiohttp.ClientSession]:
        connector = aiohttp.UnixConnector(str(self._share.socket_of(process)))
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=ANSWER_S, sock_read=silence_s)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
            yield http


async def join(outer: web.WebSocketResponse, inner: aiohttp.ClientWebSocketResponse) -> None:
    """Carries frames until either end closes; the other is closed in the same way."""
    ways = [asyncio.create_task(_out(inner, outer)), asyncio.create_task(_in(outer, inner))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _handed_back(request: web.Request, answer: aiohttp.ClientResponse) -> web.StreamResponse:
    headers = {name: answer.headers[name] for name in PASSED_BACK if name in answer.headers}
    back = web.StreamResponse(status=answer.status, headers=headers)
    await back.prepare(request)
    try:
        async for piece in answer.content.iter_any():
            await back.write(piece)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        # Too late for a status: the client sees that the body is not whole.
        logger.warning("an answer was not handed back whole: %s", error)
        if request.transport:
            request.transport.abort()
    return back


def _came_from_sibling(request: web.Request) -> bool:
    own = request.get_extra_info("socket")
    return own is not None and own.family == socket.AF_UNIX


def _passed(request: web.Request) -> dict[str, str]:
    return {name: request.headers[name] for name in PASSED_ON if name in request.headers}


def _refused(error: aiohttp.WSServerHandshakeError) -> ProtocolError:
    if error.status == web.HTTPNotFound.status_code:
        return ProtocolError("No call found with that id.", "call_id_not_found", "call_id")
    return ProtocolError("This request was refused.", "invalid_api_key")


def _lost(process: int) -> ProtocolError:
    logger.warning("process %d did not answer", process)
    message = "The part of this engine that was asked is not there. Try again."
    return ProtocolError(message, "unavailable", kind="server_error")


async def _out(inner: aiohttp.ClientWebSocketResponse, outer: web.WebSocketResponse) -> None:
    while (message := await inner.receive()).type == WSMsgType.TEXT:
        await outer.send_str(message.data)
    if message.type == WSMsgType.CLOSE:
        await outer.close(code=message.data, message=(message.extra or "").encode())
    else:
        await outer.close(
            code=WSCloseCode.INTERNAL_ERROR, message=b"This part of the engine ended."
        )


async def _in(outer: web.WebSocketResponse, inner: aiohttp.ClientWebSocketResponse) -> None:
    async for message in outer:
        if message.type == WSMsgType.TEXT:
            await inner.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await inner.send_bytes(message.data)
    await inner.close()
