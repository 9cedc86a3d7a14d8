"""A browser that calls through the server, without a browser: the audio relay on the real ASGI application."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings

from chat.models import RealtimeSession, User
from tests.chat.tab import HOST, OPEN_WITHIN_S, cookies_of, headers

WITHIN_S = 20
Frame = dict[str, Any]


class Caller:
    """`sound` is what was heard, by item; texts that nobody asked for wait."""

    def __init__(self, socket: WebsocketCommunicator) -> None:
        self.socket = socket
        self.waiting: list[Frame] = []
        self.frames: list[bytes] = []
        self.sound: dict[str, bytes] = {}
        self.item = ""
        self.is_gone = False

    @classmethod
    async def at(
        cls, path: str, user: User | None, origin: bytes | None = b"http://" + HOST
    ) -> Caller:
        from config.asgi import application

        async def breakable(scope: Any, receive: Any, send: Any) -> None:
            async def say(message: Any) -> None:
                if caller.is_gone:
                    raise OSError("as uvicorn's ClientDisconnected")
                await send(message)

            await application(scope, receive, say)

        name = settings.SESSION_COOKIE_NAME
        cookies = await sync_to_async(cookies_of)(user) if user else {}
        cookie = f"{name}={cookies[name].value}" if user else ""
        caller = cls(WebsocketCommunicator(breakable, path, headers(cookie, origin)))
        return caller

    @classmethod
    async def of(cls, session: RealtimeSession, query: str = "") -> Caller:
        """In the call that a page has started; it may speak."""
        caller = await cls.at(path_of(session.conversation_id, session.pk) + query, session.user)
        assert await caller.opens()
        await caller.hears("parley.ready")
        return caller

    async def opens(self) -> bool:
        is_open, _ = await self.socket.connect(timeout=OPEN_WITHIN_S)
        return bool(is_open)

    async def says(self, kind: str, **fields: Any) -> None:
        await self.socket.send_to(text_data=json.dumps({"type": kind, **fields}))

    async def speaks(self, pcm: bytes) -> None:
        await self.socket.send_to(bytes_data=pcm)

    async def hears(self, kind: str) -> Frame:
        """The next text of this type; sound that comes meanwhile is kept."""
        for early in self.waiting:
            if early["type"] == kind:
                self.waiting.remove(early)
                return early
        while (frame := await self._next()) is None or frame["type"] != kind:
            if frame:
                self.waiting.append(frame)
        return frame

    async def hears_sound(self, size: int) -> bytes:
        """So many bytes, and no more than the frame with the last of them."""
        while sum(map(len, self.frames)) < size:
            if frame := await self._next():
                self.waiting.append(frame)
        return b"".join(self.frames)

    async def closing_code(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=WITHIN_S)
            if output["type"] == "websocket.close":
                return int(output["code"])
            self._take(output)

    async def closes(self) -> None:
        await self.socket.disconnect()
        await self.socket.wait(WITHIN_S)

    async def _next(self) -> Frame | None:
        output = await self.socket.receive_output(timeout=WITHIN_S)
        assert output["type"] == "websocket.send", output
        return self._take(output)

    def _take(self, output: Frame) -> Frame | None:
        pcm, text = output.get("bytes"), output.get("text")
        if pcm is not None:
            self.frames.append(pcm)
            self.sound[self.item] = self.sound.get(self.item, b"") + pcm
            return None
        frame: Frame = json.loads(text or "")
        if frame["type"] == "parley.audio":
            self.item = frame["item_id"]
        return frame


def path_of(conversation_id: UUID, session_id: UUID) -> str:
    return f"/ws/voice/{conversation_id}/?session={session_id}"


async def refusal(caller: Caller) -> tuple[str, int]:
    """What was said of a socket that is closed at once, and the code."""
    assert await caller.opens()
    said = await caller.hears("error")
    return said["error"]["code"], await caller.closing_code()
