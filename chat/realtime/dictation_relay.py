"""Carry a dictation through the server: sound from the browser, words back, by the server's own key."""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
from django.conf import settings

from chat.errors import InputRefused, Refusal
from chat.json_input import parse
from chat.models import RealtimeSession, User
from chat.provider.sockets import EventSocket
from chat.realtime import calls
from chat.services import dictation_options, dictations, preferences
from chat.stored import stored

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

NORMAL, UNWANTED, TOO_MUCH, GONE = 1000, 1008, 1013, 1011
MAX_FRAME_BYTES = 64 * 1024
# Sound of a minute may come at once, after a break; then what a microphone gives, twice over.
BURST_BYTES = 6 * 1024 * 1024
BYTES_A_SECOND = 2 * 48_000
LOOK_EVERY_S = 10.0
ALLOWED = {"input_audio_buffer.commit", "input_audio_buffer.clear"}
TRANSCRIPTION = "conversation.item.input_audio_transcription"
TOLD = {
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    *(f"{TRANSCRIPTION}.{name}" for name in ("delta", "completed", "failed")),
}


logger = logging.getLogger(__name__)


class Over(Exception):
    """Why it ends, as a closing code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def carry(user: User, session: RealtimeSession, receive: Receive, send: Send) -> None:
    """Until either side ends it, or it may not go on; closes the browser's socket."""
    relay = Relay(user, session, receive, send)
    code = await relay.run()
    if code is not None:
        await send({"type": "websocket.close", "code": code})


class Relay:
    def __init__(self, user: User, session: RealtimeSession, receive: Receive, send: Send) -> None:
        self._user, self._session = user, session
        self._receive, self._send = receive, send
        self._usage: dict[str, float] = {}
        self._left, self._at = float(BURST_BYTES), time.monotonic()

    async def run(self) -> int | None:
        """The closing code for the browser; None when it has closed itself."""
        try:
            async with asyncio.timeout(settings.CALL_SECONDS):
                return await self._carry()
        except (Refusal, TimeoutError):
            return GONE
        finally:
            await calls.finish(self._note("left"))

    async def _carry(self) -> int | None:
        preference = await stored(preferences.of)(self._user)
        socket = await calls.provider().transcribe(self._user.opaque_id)
        try:
            config = dictation_options.compose(preference)
            await socket.send({"type": "session.update", "session": config})
            return await _first(self._listen(socket), self._tell(socket), self._watch())
        finally:
            await socket.close()

    async def _listen(self, socket: EventSocket) -> int | None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return None
            await socket.send(self._wanted(message))

    def _wanted(self, message: Message) -> Message:
        """What the browser said, as the provider is told. Raises Over."""
        pcm, text = message.get("bytes"), message.get("text")
        if pcm is not None:
            self._spend(len(pcm))
            if len(pcm) % 2 or not 0 < len(pcm) <= MAX_FRAME_BYTES:
                raise Over(UNWANTED)
            audio = base64.b64encode(pcm).decode("ascii")
            return {"type": "input_audio_buffer.append", "audio": audio}
        self._spend(1_024)
        try:
            kind = parse(text or "", 1_024).get("type")
        except InputRefused as refused:
            raise Over(UNWANTED) from refused
        if kind not in ALLOWED:
            raise Over(UNWANTED)
        return {"type": kind}

    def _spend(self, size: int) -> None:
        now = time.monotonic()
        self._left = min(BURST_BYTES, self._left + (now - self._at) * BYTES_A_SECOND)
        self._at = now
        self._left -= size
        if self._left < 0:
            raise Over(TOO_MUCH)

    async def _tell(self, socket: EventSocket) -> int | None:
        """The session begins for the browser when it is what was asked for."""
        is_set_up = False
        async for event in socket:
            kind = event.get("type")
            if kind == "session.updated" and not is_set_up:
                is_set_up = True
                await self._pass({**event, "type": "session.created"})
            elif kind in TOLD:
                self._count(event.get("usage"))
                await self._pass(event)
            elif kind == "error":
                await self._pass({"type": "error", "error": {"code": _code(event)}})
        return GONE

    async def _watch(self) -> int | None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            if not await stored(dictations.may_go_on)(self._session.pk):
                return NORMAL
            await self._note("")

    async def _pass(self, event: Message) -> None:
        await self._send({"type": "websocket.send", "text": msgspec.json.encode(event).decode()})

    def _count(self, usage: object) -> None:
        for name, spent in usage.items() if isinstance(usage, dict) else ():
            if isinstance(spent, int | float) and name in dictations.COUNTED:
                self._usage[name] = self._usage.get(name, 0) + spent

    async def _note(self, ended: str) -> None:
        try:
            await stored(dictations.report)(self._user, self._session.pk, self._usage, ended)
        except Refusal:
            logger.info("a dictation was deleted with its person while it went on")


async def _first(*works: Coroutine[Any, Any, int | None]) -> int | None:
    """The result of the one that ends first; the others are ended with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    except Over as over:
        return over.code
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _code(event: Message) -> str:
    error = event.get("error")
    return str(error.get("code") or "")[:64] if isinstance(error, dict) else ""
