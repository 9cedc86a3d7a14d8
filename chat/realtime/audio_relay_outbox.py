"""What waits to go to a browser: events in their order, past sound, which goes as it is played."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from chat.realtime.audio_relay_pace import SAMPLE_BYTES, Playout
from chat.realtime.audio_relay_wire import FRAME_BYTES, Sound

if TYPE_CHECKING:
    from chat.realtime.audio_relay_opus import Opus

SOUND_DONE = {"response.output_audio.done", "response.audio.done"}
MOST_TEXT = 1024 * 1024

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]


class Lane(Protocol):
    """Past the ASGI server's queue, where it has one (config/sound_lane.py)."""

    @property
    def is_free(self) -> bool: ...

    def say(self, frame: str | bytes) -> None: ...

    def hear(self, hears: Callable[[bytes, bool], bool]) -> None: ...

    def hold(self) -> None: ...

    def go_on(self) -> None: ...


class Outbox:
    """Each `send` waits for a slow browser, where the server can (uvicorn); nobody else does."""

    __slots__ = (
        "_due",
        "_is_running",
        "_lane",
        "_opus",
        "_room",
        "_send",
        "_sending_since",
        "_text_size",
        "_texts",
        "playout",
    )

    def __init__(self, send: Send, opus: Opus | None = None, lane: Lane | None = None) -> None:
        self.playout = Playout(FRAME_BYTES if opus else SAMPLE_BYTES)
        self._send = send
        self._lane = lane
        self._opus = opus
        self._texts: deque[str] = deque()
        self._text_size = 0
        self._due = asyncio.Event()
        self._room = asyncio.Event()
        self._sending_since: float | None = None
        self._is_running = False

    @property
    def is_full(self) -> bool:
        return self.playout.is_full or self._text_size >= MOST_TEXT

    @property
    def stuck_s(self) -> float:
        """How long the browser has taken nothing of what is being sent."""
        since = self._sending_since
        return 0.0 if since is None else time.monotonic() - since

    def say(self, text: str) -> None:
        self._texts.append(text)
        self._text_size += len(text)
        self._due.set()

    def say_first(self, text: str) -> None:
        self._texts.appendleft(text)
        self._text_size += len(text)
        self._due.set()

    def hear(self, event: Message, text: str) -> None:
        """An event of the provider goes on as it came; of a cancelled answer no more sound does."""
        response = event.get("response") if event.get("type") == "response.done" else None
        if isinstance(response, dict) and response.get("status") == "cancelled":
            self.playout.cancelled(str(response.get("id")))
            self._room.set()
        if event.get("type") in SOUND_DONE:
            self.playout.whole(str(event.get("item_id")))
        self.say(text)

    def sound(self, sound: Sound) -> bool:
        """Whether all of it has gone already."""
        self.playout.add(sound)
        is_said = self._says_now()
        if not is_said:
            self._due.set()
        return is_said and not self.playout.waiting

    def played(self, item_id: str, ms: float) -> None:
        self.playout.played(item_id, ms)
        self.look_again()

    def look_again(self) -> None:
        """The playout was changed: something may be due, or there is room."""
        if not self._says_now():
            self._due.set()
        self._room.set()

    async def room(self) -> None:
        while self.is_full:
            self._room.clear()
            await self._room.wait()

    async def run(self) -> None:
        """Until it is cancelled. Raises OSError when the browser is gone."""
        self._is_running = True
        try:
            while True:
                self._due.clear()
                await self._send_all()
                self._room.set()
                await self._due.wait()
        finally:
            self._is_running = False

    async def _send_all(self) -> None:
        while message := self._next():
            self._sending_since = time.monotonic()
            await self._send(message)
            self._sending_since = None

    def _says_now(self) -> bool:
        """All that is due, while nothing waits; else it is for `run`."""
        lane = self._lane
        if lane is None or not self._is_running or self._texts or self._sending_since is not None:
            return False
        while self.playout.waiting:
            if not lane.is_free:
                return False
            frame = self._sound_due()
            if frame is None:
                break
            lane.say(frame)
        return True

    def _next(self) -> Message | None:
        if self._texts:
            text = self._texts.popleft()
            self._text_size -= len(text)
            return {"type": "websocket.send", "text": text}
        frame = self._sound_due()
        if frame is None:
            return None
        return {"type": "websocket.send", "text" if isinstance(frame, str) else "bytes": frame}

    def _sound_due(self) -> str | bytes | None:
        frame = self.playout.due()
        return self._opus.encode(frame) if self._opus and isinstance(frame, bytes) else frame
