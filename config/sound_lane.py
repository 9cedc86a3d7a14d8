"""Sound past the queue: an application that asks for it hears and says a socket's frames at once.

An ASGI message costs a task's turn and a parser that is written in Python, a hundred microseconds
each; of sound there are fifty in each second of a call. What is no whole frame of sound goes the
library's way as before, and sound too while anything waits there, so that the order holds.
"""

from __future__ import annotations

from asyncio import BaseTransport, Transport
from collections.abc import Callable
from struct import pack
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import apply_mask  # type: ignore[attr-defined]

Hears = Callable[[bytes, bool], bool]
EXTENSION = "parley.sound"  # in the scope's `extensions`

# RFC 6455, section 5.2: the first byte of a whole message, and what the second may hold.
TEXT, BINARY = 0x81, 0x82
WHOLE = (TEXT, BINARY)
MASKED = 0x80
IN_TWO_BYTES, IN_EIGHT_BYTES = 126, 127
SHORT, MIDDLE, LONG = 2, 4, 10  # bytes of a head with the size in itself, in two, in eight
KEY = 4


class SoundLane(WebSocketsSansIOProtocol):
    """uvicorn's socket, with a lane. The application calls `open`, accepts, and then may `hear`."""

    # With a hundred calls each look at a cold place counts: these lie together, in the object itself.
    __slots__ = (
        "_hears",
        "_is_clear",
        "_is_full",
        "_is_held",
        "_is_open",
        "_is_over",
        "_most",
        "_rest",
        "_wire",
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._is_open = False
        self._is_held = False
        self._is_clear = False  # nothing waits at the library, and no message is under way there
        self._is_full = False
        self._is_over = False
        self._rest = b""
        self._most = self.config.ws_max_size
        self._hears: Hears | None = None
        self._wire: Transport

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self._wire = self.transport

    def open(self) -> None:
        """Before the socket is accepted: from then on frames are told apart here."""
        self._is_open = True

    def hear(self, hears: Hears) -> None:
        """It is given each message, and whether that is text; False: not now, in its order by `receive`."""
        self._hears = hears

    @property
    def is_free(self) -> bool:
        """Whether what is said goes out now; else `send` waits for it, or raises."""
        return not self._is_full and not self._is_over and not self._wire.is_closing()

    def say(self, frame: str | bytes) -> None:
        """While it `is_free`: one message."""
        kind, payload = (TEXT, frame.encode()) if isinstance(frame, str) else (BINARY, frame)
        self._wire.write(_head(kind, len(payload)) + payload)

    def hold(self) -> None:
        """Nothing more is read, whoever waits for it."""
        self._is_held = True
        self.transport.pause_reading()

    def go_on(self) -> None:
        self._is_held = False
        if not self.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def pause_writing(self) -> None:
        self._is_full = True
        super().pause_writing()

    def resume_writing(self) -> None:
        self._is_full = False
        super().resume_writing()

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.close":
            self._end()
        await super().send(message)

    def shutdown(self) -> None:
        self._end()
        super().shutdown()

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):  # the handshake was no refusal
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self

    async def receive(self) -> Any:
        message = await super().receive()
        if self._is_held:
            self.transport.pause_reading()
        return message

    def connection_lost(self, exc: Exception | None) -> None:
        self._hears = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_open:
            super().data_received(data)
            return
        data = self._rest + data if self._rest else data
        at, end = 0, len(data)
        while at < end:
            begin, next_at = _payload(data, at, end)
            if next_at > end:
                break
            if not self._is_heard(data, at, begin, next_at):
                self._is_clear = False
                super().data_received(data[at:next_at])
            at = next_at
        self._rest = data[at:]
        if len(self._rest) > LONG + KEY + self._most:
            self._is_open = False  # the library says that it is too large
            super().data_received(self._rest)
            self._rest = b""

    def _is_heard(self, data: bytes, at: int, begin: int, end: int) -> bool:
        return (
            self._hears is not None
            and data[at] in WHOLE
            and data[at + 1] >= MASKED
            and end - begin <= self._most
            and (self._is_clear or self._clears())
            and self._hears(
                apply_mask(data[begin:end], data[begin - KEY : begin]), data[at] == TEXT
            )
        )

    def _end(self) -> None:
        """Nothing is said behind the goodbye, and what is still heard goes the library's way."""
        self._is_over = True
        self._is_clear = False

    def _clears(self) -> bool:
        self._is_clear = self.queue.empty() and self.conn.cur_size is None
        return self._is_clear


def _payload(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Of the frame at `at`: where its payload begins and where it ends, past the data if unknown."""
    have = end - at
    if have < SHORT:
        return end, end + 1
    size = data[at + 1] & ~MASKED
    head = SHORT
    if size == IN_TWO_BYTES:
        head = MIDDLE
        size = data[at + 2] << 8 | data[at + 3] if have >= MIDDLE else have
    elif size == IN_EIGHT_BYTES:
        head = LONG
        size = int.from_bytes(data[at + 2 : at + LONG]) if have >= LONG else have
    begin = at + head + (KEY if data[at + 1] & MASKED else 0)
    return begin, begin + size


def _head(kind: int, size: int) -> bytes:
    """Of a server's frame, which has no mask."""
    if size < IN_TWO_BYTES:
        return bytes((kind, size))
    if size < 1 << 16:
        return pack("!BBH", kind, IN_TWO_BYTES, size)
    return pack("!BBQ", kind, IN_EIGHT_BYTES, size)
