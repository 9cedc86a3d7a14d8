"""A SoundLane and a stock client: on a wire that keeps what is written, or on a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import uvicorn
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.frames import Frame
from websockets.http11 import Response
from websockets.uri import parse_uri

from config.sound_lane import EXTENSION
from config.web import OPTIONS, Patient

WITHIN_S = 20.0
Message = tuple[str, str | bytes]


class Wire(asyncio.Transport):
    """Keeps what is written, and takes what is fed whether it reads or not."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_on = True
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.written += data

    def is_reading(self) -> bool:
        return self.is_on

    def pause_reading(self) -> None:
        self.is_on = False

    def resume_reading(self) -> None:
        self.is_on = True

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    abort = close


class Scene:
    """One socket: `said` is what its application got, by the lane while it `hears` and by `receive`."""

    def __init__(self, *, opens: bool) -> None:
        self.said: list[Message] = []
        self.by_lane = 0
        self.hears = True
        self.state = ServerState()
        self.client = ClientProtocol(parse_uri("ws://localhost/"))
        self.is_ready = asyncio.Event()
        self.heard = asyncio.Event()
        self.send: Any
        self._opens = opens
        self._over = asyncio.Event()

    def protocol(self) -> Patient:
        config = uvicorn.Config(self._application, interface="asgi3", **OPTIONS)
        self.lane = Patient(config, self.state, {}, asyncio.get_running_loop())
        return self.lane

    async def take(self) -> None:
        """All that waits in the queue."""
        while not self.lane.queue.empty():
            message = await self.lane.receive()
            if message["type"] == "websocket.receive":
                kind = "text" if message.get("text") is not None else "bytes"
                self.said.append((kind, message[kind]))

    async def close(self, code: int = 1000) -> None:
        await self.send({"type": "websocket.close", "code": code})

    async def end(self) -> None:
        self._over.set()
        await asyncio.gather(*self.state.tasks)

    def _hear(self, payload: bytes, is_text: bool) -> bool:
        if self.hears:
            self.by_lane += 1
            self.said.append(("text", payload.decode()) if is_text else ("bytes", payload))
            self.heard.set()
        return self.hears

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        lane = scope["extensions"][EXTENSION]
        if self._opens:
            lane.open()
        await receive()
        await send({"type": "websocket.accept"})
        lane.hear(self._hear)
        self.send = send
        self.is_ready.set()
        await self._over.wait()


class Fed(Scene):
    """Its bytes come from the test."""

    def __init__(self, *, opens: bool) -> None:
        super().__init__(opens=opens)
        self.wire = Wire()

    def feed(self, *chunks: bytes) -> None:
        for chunk in chunks:
            if not self.wire.is_closed:  # as a real one does
                self.lane.data_received(chunk)

    def feed_all(self) -> None:
        """What the client has said since."""
        self.feed(b"".join(self.client.data_to_send()))

    def read(self) -> list[Frame]:
        """What the client is told."""
        self.client.receive_data(self.wire.written)
        self.wire.written = b""
        return [event for event in self.client.events_received() if isinstance(event, Frame)]


@asynccontextmanager
async def fed(*, opens: bool = True) -> AsyncIterator[Fed]:
    scene = Fed(opens=opens)
    scene.protocol().connection_made(scene.wire)
    scene.client.send_request(scene.client.connect())
    scene.feed_all()
    async with asyncio.timeout(WITHIN_S):
        await scene.is_ready.wait()
    scene.read()
    yield scene
    scene.lane.connection_lost(None)
    await scene.end()


def say(client: ClientProtocol, kind: str, size: int) -> list[Message]:
    """What is to arrive of it."""
    sound, text = bytes(range(256)) * (size // 256 + 1), "é" * (size // 2)
    if kind == "ping":
        client.send_ping(sound[: size % 126])
        return []
    if kind == "text":
        client.send_text(text.encode())
        return [("text", text)]
    if kind == "parts":
        client.send_binary(sound[: size // 2], fin=False)
        client.send_ping(b"between")
        client.send_continuation(sound[size // 2 : size], fin=True)
    else:
        client.send_binary(sound[:size])
    return [("bytes", sound[:size])]


def cut(stream: bytes, places: Iterable[int]) -> list[bytes]:
    at = sorted({0, len(stream), *(place % (len(stream) + 1) for place in places)})
    return [stream[begin:end] for begin, end in pairwise(at)]


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Scene, asyncio.StreamReader, asyncio.StreamWriter]]:
    """The same on a real socket."""
    scene = Scene(opens=True)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(scene.protocol, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    scene.client.send_request(scene.client.connect())
    writer.writelines(scene.client.data_to_send())
    async with asyncio.timeout(WITHIN_S):
        scene.client.receive_data(await reader.readuntil(b"\r\n\r\n"))
        assert isinstance(scene.client.events_received()[0], Response)
        await scene.is_ready.wait()
        yield scene, reader, writer
    writer.close()
    server.close()
    await scene.end()
