"""The tab's socket (docs/tab-socket.md): who it is, what it watches and holds, what it is told."""

from __future__ import annotations

from typing import Any

from django.db import Error

from chat import broadcasts
from chat.consumers.answers import ANSWERS
from chat.consumers.handshake import speaks_our_protocol
from chat.consumers.pace import Checkpoints, Pace
from chat.consumers.page_runs import PageRuns
from chat.errors import NOT_SAVED, Refusal
from chat.realtime import calls, frames, rendering
from chat.services import goodbyes, logins
from chat.stored import stored

TOO_BUSY = 1013
OTHER_PROTOCOL = 4426


class TabConsumer(PageRuns):
    async def connect(self) -> None:
        self.user = self.scope["user"]
        if not self.user.is_authenticated:
            await self.close()
            return
        self.login = logins.login_of(self.scope["session"].session_key)
        self.watched, self.revision, self.held = None, 0, {}
        self.pace, self.checkpoints = Pace(), Checkpoints()
        calls.keep(self)
        await self.accept()
        await self.channel_layer.group_add(broadcasts.group_of(self.user.pk), self.channel_name)
        await self.say("hello", protocol=frames.PROTOCOL, user=self.user.opaque_id)
        await self.greeted()
        if not speaks_our_protocol(self.scope["query_string"]):
            await self.close(OTHER_PROTOCOL)

    async def disconnect(self, code: int) -> None:
        self.forget()
        calls.let_go(self)
        if self.user.is_authenticated:
            group = broadcasts.group_of(self.user.pk)
            await self.channel_layer.group_discard(group, self.channel_name)
            if self.held:
                await stored(goodbyes.unhold)(list(self.held))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.pace.allows():
            await self.close(TOO_BUSY)
            return
        try:
            frame = frames.decode(text_data or bytes_data or b"")
        except Refusal as refusal:
            await self.send(frames.refusal(refusal))
        else:
            await self.obey(frame)

    async def obey(self, frame: frames.Frame) -> None:
        session = getattr(frame, "session", None)
        try:
            await ANSWERS[type(frame)](self, frame)
        except Refusal as refusal:
            await self.send(frames.refusal(refusal, session))
        except Error:
            await self.send(frames.refusal(NOT_SAVED, session))

    async def draw(self, *, answer: bool = False) -> None:
        """Send what changed since this tab's revision, page by page; `answer` even when nothing did."""
        more = True
        while more and self.watched:
            found = await stored(rendering.changes)(self.user, self.watched, self.revision)
            self.revision, more = found["revision"], found["more"]
            if found["messages"] or answer:
                await self.show(found)

    async def show(self, changes: dict[str, Any]) -> None:
        self.revision = changes["revision"]
        await self.say("changes", **changes)

    async def pull(self) -> None:
        """Is this log-in still on, what changed, and how do its calls stand."""
        if not await self.is_let_in():
            return
        await self.draw()
        await self.say_where()
        await self.say_what_is_missed()
        for session in [one for one in self.held.values() if one.is_open]:
            await self.obey(frames.Hold(session.pk))

    async def say(self, kind: str, /, **fields: Any) -> None:
        await self.send(frames.encode(kind, **fields))
