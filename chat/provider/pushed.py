"""One WebSocket to the provider that tells what it hears at once, for sound (picows)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import msgspec
from picows import (
    WSCloseCode,
    WSError,
    WSFrame,
    WSInvalidStatusError,
    WSListener,
    WSMsgType,
    WSTransport,
    ws_connect,
)

from chat.provider import sockets
from chat.provider.errors import from_answer, refusal
from chat.provider.sockets import CLOSE_WITHIN_S, HEARTBEAT_S, MAX_FRAME_BYTES

TEXT, CLOSE = WSMsgType.TEXT, WSMsgType.CLOSE  # to look into the enumeration for each frame is slow
MESSAGES = {WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION}


class Hears(Protocol):
    def heard(self, event: bytes) -> None:
        """One text frame, as it came: it must not raise."""

    def ended(self) -> None:
        """Nothing more comes."""


class PushedSocket(WSListener):
    """What cannot be sent is kept by the system's buffer and this process: look for its `room`."""

    __slots__ = (
        "_clogged",
        "_clogged_since",
        "_hears",
        "_is_held",
        "_is_text",
        "_part",
        "_room",
        "_transport",
    )

    def __init__(self, hears: Hears) -> None:
        self._hears = hears
        self._part = b""
        self._is_text = False  # the message that comes in parts
        self._is_held = False
        self._transport: WSTransport | None = None
        self._room = asyncio.Event()
        self._room.set()
        self._clogged = asyncio.Event()
        self._clogged_since: float | None = None

    @property
    def clogged_s(self) -> float:
        """How long the provider has taken nothing."""
        since = self._clogged_since
        return 0.0 if since is None else time.monotonic() - since

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    async def clogged(self) -> None:
        await self._clogged.wait()

    async def room(self) -> None:
        await self._room.wait()

    async def send(self, event: Mapping[str, Any]) -> None:
        """Raises ProviderRefusal (`provider_unreachable`) when the connection is gone."""
        if not self.push(msgspec.json.encode(event)):
            raise refusal("provider_unreachable")

    def push(self, event: bytes) -> bool:
        """The same for what is JSON already; False when the connection is gone."""
        transport = self._transport
        if transport is None or transport.is_disconnected:
            return False
        transport.send(TEXT, event)
        return True

    def hold(self) -> None:
        """Nothing more is read."""
        if self._transport and not self._transport.is_disconnected:
            self._is_held = True
            self._transport.underlying_transport.pause_reading()
            self._transport.notify_user_specific_pong_received()  # it could not be read

    def go_on(self) -> None:
        self._is_held = False
        if self._transport and not self._transport.is_disconnected:
            self._transport.underlying_transport.resume_reading()

    async def close(self) -> None:
        if self._transport is None:
            return
        self.go_on()  # its answer is to be read
        self._transport.send_close(WSCloseCode.OK)
        with suppress(TimeoutError, WSError):  # it may have ended in discord
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._transport.wait_disconnected()
        self._transport.disconnect(graceful=False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
        elif transport.is_close_frame_sent:
            pass  # what comes behind our own goodbye
        elif kind == TEXT and frame.fin:
            self._hears.heard(frame.get_payload_as_bytes())
        elif kind in MESSAGES:
            self._join(transport, kind, frame)

    def send_user_specific_ping(self, transport: WSTransport) -> None:
        """While nothing is read no answer can be: then it is taken as given."""
        if self._is_held:
            asyncio.get_running_loop().call_soon(transport.notify_user_specific_pong_received)
        else:
            transport.send_ping()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.resume_writing()
        self._hears.ended()

    def pause_writing(self) -> None:
        self._clogged_since = time.monotonic()
        self._room.clear()
        self._clogged.set()

    def resume_writing(self) -> None:
        self._clogged_since = None
        self._clogged.clear()
        self._room.set()

    def _join(self, transport: WSTransport, kind: WSMsgType, frame: WSFrame) -> None:
        """A message in parts; one that is no text is left out."""
        if kind != WSMsgType.CONTINUATION:
            self._is_text = kind == TEXT
        if not self._is_text:
            return
        self._part += frame.get_payload_as_bytes()
        if len(self._part) > MAX_FRAME_BYTES:
            transport.send_close(WSCloseCode.MESSAGE_TOO_BIG)
            transport.disconnect()
        elif frame.fin:
            whole, self._part = self._part, b""
            self._hears.heard(whole)


async def connect(socket: PushedSocket, address: str, headers: Mapping[str, str]) -> None:
    """Raises ProviderRefusal. A redirect is not followed: the key goes to this address only."""
    try:
        async with asyncio.timeout(sockets.HANDSHAKE_WITHIN_S):
            await ws_connect(
                lambda: socket,
                address,
                websocket_handshake_timeout=None,  # it would not count the way there
                extra_headers=headers,
                max_redirects=0,
                max_frame_size=MAX_FRAME_BYTES,
                enable_auto_ping=True,
                auto_ping_idle_timeout=HEARTBEAT_S,
                auto_ping_reply_timeout=HEARTBEAT_S / 2,
                use_aiofastnet=False,
            )
    except WSInvalidStatusError as error:
        status = error.response.status if error.response else 0
        raise from_answer(int(status), None) from None
    except (WSError, OSError, TimeoutError) as error:
        raise refusal("provider_unreachable") from error
    if not socket.is_open:  # it was cut in mid-handshake, which picows does not tell
        raise refusal("provider_unreachable")
