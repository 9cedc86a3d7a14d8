"""Carry a call through the server: the browser's sound to the provider, its sound and events back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from chat.errors import InputRefused, Refusal
from chat.json_input import parse
from chat.provider.errors import ProviderRefusal
from chat.provider.sockets import SEND_WITHIN_S
from chat.realtime import audio_relay_wire as wire
from chat.realtime import calls
from chat.realtime.audio_relay_limits import Limits
from chat.realtime.audio_relay_line import Line
from chat.realtime.audio_relay_outbox import Lane, Outbox, Send

if TYPE_CHECKING:
    from chat.realtime.audio_relay_opus import Opus

NORMAL, BROKEN, UNWANTED, TOO_LARGE, RESTARTING, TOO_BUSY = 1000, 1011, 1008, 1009, 1012, 1013
BEAT = '{"type":"parley.beat"}'
STUCK_S = 30.0
LOOK_EVERY_S = 10.0

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]

logger = logging.getLogger(__name__)


class Over(Exception):
    """It ends from here: the closing code, and what is said before."""

    def __init__(self, code: int, refused: Refusal | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.refused = refused


class Gone(Exception):
    """The browser has closed its socket."""


class Relay:
    """Of one socket that was accepted. `run` returns when either side has ended, or raises Over or Gone.

    `by_opus`: binary frames are its packets. `lane`: sound goes by it, past `receive` and `send`, where
    nothing waits.
    """

    __slots__ = (
        "_attendance",
        "_ending",
        "_is_hearing",
        "_lane",
        "_last_item",
        "_limits",
        "_line",
        "_opus",
        "_outbox",
        "_receive",
        "_session_id",
    )

    def __init__(
        self,
        session_id: UUID,
        receive: Receive,
        send: Send,
        *,
        by_opus: bool,
        lane: Lane | None = None,
    ) -> None:
        self._session_id = session_id
        self._receive = receive
        self._limits = Limits()
        self._opus = _opus() if by_opus else None
        self._outbox = Outbox(send, self._opus, lane)
        self._lane = lane
        self._ending: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line: Line | None = None
        self._last_item: str | None = None
        self._is_hearing = False

    async def run(self, ready: Message, *, was_cut_off: bool) -> None:
        """`ready` is what the browser is told when its microphone may be sent."""
        attendance, hearing = calls.carry(self._session_id, self._outbox)
        attendance.was_cut_off = was_cut_off
        self._attendance = attendance
        works = [self._listen(), self._tell(ready), self._watch(), self._end()]
        if self._lane:
            works.append(self._hold(self._lane))
        try:
            await _first(hearing, *works)
        finally:
            calls.keeper().leave(self._session_id)
        if problem := attendance.problem:
            raise Over(TOO_BUSY if problem.retry else UNWANTED, problem)

    def stop(self) -> None:
        """The process ends: the browser is to come back."""
        self._end_by(Over(RESTARTING))

    def _end_by(self, over: Over) -> None:
        if not self._ending.done():
            self._ending.set_exception(over)

    async def _end(self) -> None:
        await self._ending

    async def _listen(self) -> None:
        if self._lane:
            self._lane.hear(self._hears_now)
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                raise Gone
            frame = message.get("bytes")
            if frame is None:
                await self._hear(message.get("text") or "")
            else:
                self._carry(frame)
                if self._line:
                    await self._line.room()

    def _hears_now(self, frame: bytes, is_text: bool) -> bool:
        """By the lane. While it is done what a text says, sound waits behind that."""
        if self._is_hearing:
            return False
        if is_text:
            return self._heard_played(frame)
        try:
            self._carry(frame)
        except Over as over:
            self._end_by(over)
        return True

    def _heard_played(self, frame: bytes) -> bool:
        """The one text that comes several times a second."""
        said = wire.played_in(frame)
        if said is None or not self._limits.allow(len(frame)):
            return False
        self._outbox.played(said.item_id, said.ms)
        return True

    def _carry(self, frame: bytes) -> None:
        """The microphone's sound; what comes before the call is set up is nobody's."""
        pcm = self._opus.decode(frame) if self._opus else frame
        size = len(pcm)
        if size > wire.MAX_SOUND_BYTES:
            raise Over(TOO_LARGE)
        if size % 2 or not size or not self._limits.allow(size):
            raise Over(UNWANTED)
        if self._line:
            self._line.append(pcm)

    async def _hear(self, text: str) -> None:
        self._is_hearing = True
        try:
            await self._react(text)
        finally:
            self._is_hearing = False

    async def _react(self, text: str) -> None:
        if not self._limits.allow(len(text)):
            raise Over(UNWANTED)
        try:
            frame = parse(text, wire.MAX_TEXT_BYTES)
        except InputRefused as refused:
            raise Over(TOO_LARGE if refused.code == "too_large" else UNWANTED, refused) from refused
        try:
            said = wire.said(frame)
            await REACTIONS[type(said)](self, said)
        except ProviderRefusal:
            logger.info("session %s: the provider is gone", self._session_id)
        except Refusal as refused:
            if not self._limits.allow_refusal():
                raise Over(UNWANTED, refused) from refused
            self._outbox.say(told(refused, frame.get("event_id")))

    async def _pass(self, said: wire.Said) -> None:
        if self._line is None:
            raise InputRefused("not_ready", "The call is not set up yet.")
        if isinstance(said, wire.Create):
            self._last_item = said.item.id
        await self._line.send(said.event())

    async def _respond(self, said: wire.Respond) -> None:
        """One at a time, whoever asks."""
        item_id = self._last_item if said.is_quiet else None
        await self._attendance.respond(item_id, quietly=said.is_quiet)

    async def _truncate(self, said: wire.Truncate) -> None:
        """Nothing can have been heard that was not sent."""
        sent_ms = self._outbox.playout.sent_ms(said.item_id)
        if sent_ms is None or self._line is None:
            raise InputRefused("unknown_item", "Nothing of that item was heard here.")
        self._outbox.playout.forget(said.item_id)
        self._outbox.look_again()
        await self._line.send(said.at(sent_ms))

    async def _forget(self, said: wire.Forget) -> None:
        self._outbox.playout.forget_all()
        self._outbox.look_again()

    async def _beat(self, _: wire.Beat) -> None:
        self._outbox.say_first(BEAT)

    async def _played(self, said: wire.Played) -> None:
        self._outbox.played(said.item_id, said.ms)

    async def _tell(self, ready: Message) -> None:
        self._line = await self._attendance.ready
        self._outbox.say(msgspec.json.encode(ready).decode())
        await self._outbox.run()

    async def _hold(self, lane: Lane) -> None:
        """While the provider takes nothing, the browser's sound waits in the browser."""
        line = await self._attendance.ready
        while True:
            await line.clogged()
            lane.hold()
            try:
                await line.room()
            finally:
                lane.go_on()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            if self._outbox.stuck_s > STUCK_S:
                raise Over(TOO_BUSY)
            if self._line and self._line.clogged_s > SEND_WITHIN_S:
                raise Over(BROKEN)


REACTIONS: dict[type[wire.Said], Callable[[Relay, Any], Awaitable[None]]] = {
    wire.Commit: Relay._pass,
    wire.Clear: Relay._pass,
    wire.Cancel: Relay._pass,
    wire.Create: Relay._pass,
    wire.Delete: Relay._pass,
    wire.Respond: Relay._respond,
    wire.Truncate: Relay._truncate,
    wire.Forget: Relay._forget,
    wire.Beat: Relay._beat,
    wire.Played: Relay._played,
}


def told(refused: Refusal, event_id: object = None) -> str:
    """The frame that says it, of the event with this id."""
    error = {
        "type": "parley",
        "code": refused.code,
        "message": refused.message,
        "retry": refused.retry,
        "event_id": event_id if isinstance(event_id, str) else None,
    }
    return msgspec.json.encode({"type": "error", "error": error}).decode()


def _opus() -> Opus:
    from chat.realtime.audio_relay_opus import Opus  # brings PyAV, which an installation may lack

    return Opus()


async def _first(hearing: asyncio.Task[None], *works: Coroutine[Any, Any, None]) -> None:
    """Until one ends; the others are ended with it, but the ear's owner ends the ear."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.wait([hearing, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
