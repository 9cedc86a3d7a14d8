"""A browser tab without a browser: docs/tab-socket.md with the page's outbox, beats and backoff."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from tests.chaos.browser import Browser
from tests.chaos.comeback import Comeback, full_jitter
from tests.chaos.outbox import Event, Outbox
from tests.chat import said
from tests.live.proxy import ANSWERED_BY

# The numbers of static/js/tab/socket.js and static/js/call/resending.js.
BEAT_S = 10.0
UNANSWERED_BEATS = 2
STABLE_AFTER_S = 60.0
ANSWER_WITHIN_S = 5.0
SAVED_LATER_S = 2.0
NEVER_GREETED = 0
Frame = dict[str, Any]


class Tab:
    """Comes back by itself until it is closed. `outbox` None: it only watches."""

    def __init__(self, browser: Browser, outbox: Outbox | None = None) -> None:
        self.browser = browser
        self.outbox = outbox
        self.revision = 0
        self.seen: dict[str, Frame] = {}  # messages by id, as they were drawn last
        self.frames: asyncio.Queue[Frame] = asyncio.Queue()  # for tests that read along
        self.is_read_along = False
        self.errors: Counter[str] = Counter()
        self.codes: list[int | None] = []  # how its sockets were closed
        self.greeted_at = 0.0
        self.web = ""
        self.online = asyncio.Event()
        self._comeback = Comeback()
        self._sent = 0
        self._silences = 0
        self._unanswered = 0
        self._silence: asyncio.TimerHandle | None = None
        self._delivered: set[str] = set()
        self._socket: ClientWebSocketResponse | None = None
        self._outgoing: asyncio.Queue[Frame] = asyncio.Queue()
        self.is_taken = False  # its call goes on on another device
        self.said_goodbye = False
        self._staying = asyncio.create_task(self._stay())

    def hear(self, event: Event) -> None:
        assert self.outbox
        self.outbox.add(event)
        self._flush()

    def say(self, kind: str, **fields: Any) -> None:
        """Nothing is queued while the tab is away."""
        if self.online.is_set():
            self._outgoing.put_nowait({"type": kind, **fields})

    async def hears(self, kind: str, **fields: Any) -> Frame:
        """The next frame of this type with these fields, for a tab that is read along."""
        async with asyncio.timeout(10):
            while True:
                frame = await self.frames.get()
                if frame["type"] == kind and fields.items() <= frame.items():
                    return frame

    async def close(self) -> None:
        await self._cancel()

    async def crash(self) -> None:
        """As when the browser's process is killed: no goodbye, and nothing runs any more."""
        socket = self._socket
        if socket and (transport := socket.get_extra_info("transport")):
            transport.abort()
        await self._cancel()

    async def _cancel(self) -> None:
        self._staying.cancel()
        with suppress(asyncio.CancelledError):
            await self._staying
        if self._silence:
            self._silence.cancel()

    async def _stay(self) -> None:
        while True:
            code = None
            with suppress(ClientError, OSError, TimeoutError):
                async with self.browser.socket() as socket:
                    self.web = _answered_by(socket)
                    code = await self._talk(socket)
            self._lost(code)
            await asyncio.sleep(self._comeback.after(code))

    def _lost(self, code: int | None) -> None:
        self.online.clear()
        self.codes.append(code)
        if self.greeted_at and time.monotonic() - self.greeted_at > STABLE_AFTER_S:
            self._comeback.settle()
        self.greeted_at = NEVER_GREETED

    async def _talk(self, socket: ClientWebSocketResponse) -> int | None:
        """Until the socket is gone; returns its closing code."""
        self._socket, self._outgoing, self._unanswered = socket, asyncio.Queue(), 0
        works = [asyncio.create_task(work) for work in (self._write(socket), self._beat(socket))]
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._obey(json.loads(message.data))
        finally:
            self._socket = None
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
        return socket.close_code

    async def _write(self, socket: ClientWebSocketResponse) -> None:
        while True:
            await socket.send_str(json.dumps(await self._outgoing.get()))

    async def _beat(self, socket: ClientWebSocketResponse) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            if self._unanswered >= UNANSWERED_BEATS:
                await socket.close()
                return
            self._unanswered += 1
            self.say("beat", session=self.outbox.session if self.outbox else None)

    def _obey(self, frame: Frame) -> None:
        if self.is_read_along:
            self.frames.put_nowait(frame)
        answer = ANSWERS.get(frame["type"])
        if answer:
            answer(self, frame)

    def _greet(self, frame: Frame) -> None:
        self.greeted_at = time.monotonic()
        self.online.set()
        if self.outbox:
            self.say("hold", session=self.outbox.session)
        self.say("watch", conversation=self.browser.conversation, after_revision=self.revision)
        self._again()

    def _beaten(self, frame: Frame) -> None:
        self._unanswered = 0

    def _draw(self, frame: Frame) -> None:
        self.revision = frame["revision"]
        self.seen |= {row["id"]: row for row in frame["messages"]}

    def _acknowledged(self, frame: Frame) -> None:
        if not self.outbox or frame["session"] != self.outbox.session:
            return
        if not self.outbox.acknowledge(frame["through"]):
            return
        self._silences = 0
        self._hush()
        if self._is_under_way():
            self._await_answer()
        self._flush()
        self._part()

    def _told(self, frame: Frame) -> None:
        if self.outbox and frame["session"] == self.outbox.session:
            self.is_taken = self.is_taken or frame["reason"] == "taken_over"
            self._part()

    def _part(self) -> None:
        """What it has heard is stored first."""
        if self.outbox and self.is_taken and not self.outbox.waiting:
            self.say("goodbye", session=self.outbox.session)
            self.said_goodbye = True

    def _resend(self, frame: Frame) -> None:
        self._acknowledged({**frame, "through": frame["after"]})
        self._again()

    def _deliver(self, frame: Frame) -> None:
        """The provider has got the outputs, and says so."""
        for item in frame["items"]:
            if item["id"] not in self._delivered:
                self._delivered.add(item["id"])
                self.hear(said.added(item))

    def _refused(self, frame: Frame) -> None:
        self.errors[frame["code"]] += 1
        if frame["code"] == "not_saved" and self.outbox:
            self._resend_after(SAVED_LATER_S * random.random())  # noqa: S311

    def _flush(self) -> None:
        """One frame at a time is under way: its acknowledgement sends the next."""
        if not self.outbox or not self.outbox.waiting or not self.online.is_set():
            return
        if self._is_under_way():
            return
        events = self.outbox.frame()
        self.say("relay", session=self.outbox.session, events=events)
        self._sent = events[-1]["n"]
        self._await_answer()

    def _is_under_way(self) -> bool:
        return self.outbox is not None and self.outbox.first <= self._sent

    def _await_answer(self) -> None:
        self._resend_after(ANSWER_WITHIN_S + full_jitter(self._silences))
        self._silences += 1

    def _resend_after(self, seconds: float) -> None:
        self._hush()
        self._silence = asyncio.get_running_loop().call_later(seconds, self._again)

    def _again(self) -> None:
        self._hush()
        self._sent = 0
        self._flush()

    def _hush(self) -> None:
        if self._silence:
            self._silence.cancel()


ANSWERS = {
    "hello": Tab._greet,
    "beat": Tab._beaten,
    "changes": Tab._draw,
    "ack": Tab._acknowledged,
    "resend": Tab._resend,
    "deliver": Tab._deliver,
    "session": Tab._told,
    "error": Tab._refused,
}


def _answered_by(socket: ClientWebSocketResponse) -> str:
    return str(socket._response.headers.get(ANSWERED_BY, ""))
