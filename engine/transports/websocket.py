"""Carries a session over a WebSocket: events and audio in one ordered stream of text frames."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from engine.core.config import SessionConfig
from engine.core.errors import ProtocolError
from engine.core.ids import new_id
from engine.core.outbox import Event
from engine.core.session import CLIENT, Carrier
from engine.credentials import SUBPROTOCOL
from engine.faculties import Faculties
from engine.live import Limits, LiveSession

# An append may hold 15 MiB of audio, which base64 makes a third longer.
LARGEST_FRAME_BYTES = 24 * 1024 * 1024
PING_S = 20.0
# A client that does not read is not waited for beyond this.
MOST_UNSENT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Closing:
    code: int
    reason: str


class Outgoing:
    """What is to be sent, in order; the session never waits for it."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[str | Closing] = asyncio.Queue()
        self._unsent = 0

    def send(self, event: Event) -> None:
        text = json.dumps(event, separators=(",", ":"))
        self._unsent += len(text)
        self._frames.put_nowait(text)
        if self._unsent > MOST_UNSENT_BYTES:
            self.end(WSCloseCode.POLICY_VIOLATION, "The client does not read.")

    def end(self, code: int, reason: str) -> None:
        self._frames.put_nowait(Closing(code, reason))

    async def write(self, socket: web.WebSocketResponse) -> None:
        """Until the session or the connection ends."""
        while True:
            frame = await self._frames.get()
            if isinstance(frame, Closing):
                await socket.close(code=frame.code, message=frame.reason.encode())
                return
            self._unsent -= len(frame)
            try:
                await socket.send_str(frame)
            except ConnectionError:
                return


class SocketTransport:
    """The client plays the audio itself, so there is nothing to play or clear here."""

    carrier = Carrier(plays=False)

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing

    def send(self, event: Event) -> None:
        self._outgoing.send(event)

    def play(self, pcm: bytes) -> None:
        raise NotImplementedError("a WebSocket session plays nothing")

    def clear(self) -> None:
        raise NotImplementedError("a WebSocket session plays nothing")

    def end(self, code: int, reason: str) -> None:
        self._outgoing.end(code, reason)


async def accept(request: web.Request) -> web.WebSocketResponse:
    """The handshake; the subprotocol that carries a key is never the one selected."""
    # Compression would cost more than it saves on audio.
    socket = web.WebSocketResponse(
        protocols=(SUBPROTOCOL,),
        heartbeat=PING_S,
        max_msg_size=LARGEST_FRAME_BYTES,
        compress=False,
    )
    await socket.prepare(request)
    return socket


async def refuse(socket: web.WebSocketResponse, error: ProtocolError, code: int) -> None:
    """The service's way: the handshake succeeds, then one error and the end."""
    body = {**error.body(), "event_id": None}
    await socket.send_json({"type": "error", "event_id": new_id("event"), "error": body})
    await socket.close(code=code, message=str(error).encode()[:120])


async def serve(
    socket: web.WebSocketResponse, config: SessionConfig, faculties: Faculties, limits: Limits
) -> None:
    """One session for as long as the socket is open."""
    outgoing = Outgoing()
    live = LiveSession(config, faculties, limits, SocketTransport(outgoing))
    live.start()
    try:
        await _carry(socket, outgoing, live, CLIENT)
    finally:
        await live.end()


async def attend(socket: web.WebSocketResponse, live: LiveSession) -> None:
    """A sideband: a second ear and voice of a call, silent until something happens there."""
    outgoing, name = Outgoing(), new_id("ear")
    live.attach(name, outgoing)
    try:
        await _carry(socket, outgoing, live, name)
    finally:
        live.detach(name)


async def _carry(
    socket: web.WebSocketResponse, outgoing: Outgoing, live: LiveSession, ear: str
) -> None:
    writer = asyncio.create_task(outgoing.write(socket))
    try:
        async for message in socket:
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                live.receive(message.data, ear)
                await live.caught_up()
    finally:
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
