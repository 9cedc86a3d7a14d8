"""A tab's socket without a browser, on the real ASGI application."""

from __future__ import annotations

import asyncio
import json
from http.cookies import SimpleCookie
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from chat.models import User

HOST = b"parley.example"
OPEN_WITHIN_S = 10
Frame = dict[str, Any]


def headers(cookies: str = "", origin: bytes | None = b"http://" + HOST) -> list[Any]:
    found = [(b"host", HOST), (b"cookie", cookies.encode())]
    return [*found, (b"origin", origin)] if origin is not None else found


def cookies_of(user: User) -> SimpleCookie:
    """What a browser has after this user's log-in."""
    client = Client()
    client.force_login(user)
    return client.cookies


class Tab:
    """`login` is the session cookie, by which two tabs of one browser are the same log-in."""

    def __init__(
        self, login: str = "", origin: bytes | None = b"http://" + HOST, query: str = ""
    ) -> None:
        from config.asgi import application

        async def breakable(scope: Any, receive: Any, send: Any) -> None:
            async def say(message: Any) -> None:
                if self.is_gone:
                    raise OSError("as uvicorn's ClientDisconnected")
                await send(message)

            await application(scope, receive, say)

        self.is_gone = False
        self.login = login
        cookie = f"{settings.SESSION_COOKIE_NAME}={login}" if login else ""
        self.socket = WebsocketCommunicator(breakable, f"/ws/?{query}", headers(cookie, origin))
        self.waiting: list[Frame] = []

    @classmethod
    async def of(cls, user: User) -> Tab:
        cookies = await sync_to_async(cookies_of)(user)
        tab = cls(cookies[settings.SESSION_COOKIE_NAME].value)
        assert await tab.opens()
        await tab.hears("hello")
        return tab

    async def opens(self) -> bool:
        is_open, _ = await self.socket.connect(timeout=OPEN_WITHIN_S)
        return bool(is_open)

    async def says(self, kind: str, **fields: Any) -> None:
        await self.sends(json.dumps({"type": kind, **fields}, default=str))

    async def sends(self, text: str | bytes) -> None:
        if isinstance(text, str):
            await self.socket.send_to(text_data=text)
        else:
            await self.socket.send_to(bytes_data=text)

    async def hears(self, kind: str, **fields: Any) -> Frame:
        """The next frame of this type with these fields; others stay waiting."""
        for early in self.waiting:
            if _fits(early, kind, fields):
                self.waiting.remove(early)
                return early
        while True:
            frame: Frame = await self.socket.receive_json_from(timeout=10)
            if _fits(frame, kind, fields):
                return frame
            self.waiting.append(frame)

    async def asks(self, sent: str, answer: str, **fields: Any) -> Frame:
        await self.says(sent, **fields)
        return await self.hears(answer)

    async def everything_until_beat(self) -> list[Frame]:
        """All that was said before the answer to a beat: what is not there was not said."""
        await self.says("beat")
        await self.hears("beat")
        seen, self.waiting = self.waiting, []
        return seen

    async def closing_code(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=10)
            if output["type"] == "websocket.close":
                return int(output["code"])

    async def breaks_off(self) -> None:
        """Goes without a word; the server notices when it says something."""
        self.is_gone = True
        await self.says("beat")
        await asyncio.wait([self.socket.future])

    async def closes(self) -> None:
        await self.socket.disconnect()


def _fits(frame: Frame, kind: str, fields: Frame) -> bool:
    return frame["type"] == kind and fields.items() <= frame.items()
