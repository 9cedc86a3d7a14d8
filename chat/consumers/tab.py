"""The tab's socket (docs/tab-socket.md)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async as stored
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from chat import broadcasts
from chat.consumers.pace import Checkpoints, Pace
from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.realtime import frames, hearing, rendering
from chat.services import messages, sessions, tool_calls

LOGGED_OUT, TOO_BUSY = 4401, 1013
NOT_SAVED = Refusal("not_saved", "That could not be saved just now.", status=503, retry=True)


class TabConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        self.user = self.scope["user"]
        if not self.user.is_authenticated:
            await self.close()
            return
        self.login = sessions.login_of(self.scope["session"].session_key)
        self.watched: UUID | None = None
        self.revision = 0
        self.held: dict[UUID, RealtimeSession] = {}
        self.pace, self.checkpoints = Pace(), Checkpoints()
        broadcasts.serve_from_this_loop()
        await self.accept()
        await self.channel_layer.group_add(broadcasts.group_of(self.user.pk), self.channel_name)
        await self.say("hello", protocol=frames.PROTOCOL, user=self.user.opaque_id)

    async def disconnect(self, code: int) -> None:
        if self.user.is_authenticated:
            group = broadcasts.group_of(self.user.pk)
            await self.channel_layer.group_discard(group, self.channel_name)

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
            await ON[type(frame)](self, frame)
        except Refusal as refusal:
            await self.send(frames.refusal(refusal, session))
        except DatabaseError:
            await self.send(frames.refusal(NOT_SAVED, session))

    async def watch(self, frame: frames.Watch) -> None:
        self.watched, self.revision = frame.conversation, frame.after_revision
        if self.watched:
            await self.draw(answer=True)

    async def hold(self, frame: frames.Hold) -> None:
        session = await stored(sessions.hold)(self.user, frame.session)
        self.held[session.pk] = session
        await self.say("ack", session=session.pk, through=session.relayed_through)
        if not session.is_open:
            await self.say("session", **sessions.described(session))
        await self.deliver(session)

    async def relay(self, frame: frames.Relay) -> None:
        batch = [(numbered.n, numbered.event) for numbered in frame.events]
        heard = await stored(hearing.hear)(self.user, frame.session, batch)
        await self.say("ack", session=frame.session, through=heard.through)
        for number, refusal in heard.refused:
            await self.send(frames.refusal(refusal, frame.session, number))
        if heard.gap:
            await self.say("resend", session=frame.session, after=heard.through)
        for call in heard.tool_calls:
            await stored(tool_calls.run)(call)

    async def partial(self, frame: frames.Partial) -> None:
        session = self.held.get(frame.session)
        if session is None:
            raise Refusal("not_held", "Say `hold` before `partial`.")
        content = {"item_id": frame.item_id, "role": frame.role, "content": frame.content}
        content["conversation"] = str(session.conversation_id)
        await broadcasts.partial_text(self.user.pk, self.channel_name, content)
        if self.checkpoints.due(frame.item_id):
            await stored(messages.checkpoint)(session, frame.item_id, frame.content)

    async def beat(self, frame: frames.Beat) -> None:
        if frame.session in self.held:
            await stored(sessions.seen)(frame.session)
        await self.say("beat")

    async def conversation_changed(self, hint: dict[str, Any]) -> None:
        if hint["conversation"] == str(self.watched) and hint["revision"] > self.revision:
            await self.draw()

    async def conversations_changed(self, hint: dict[str, Any]) -> None:
        await self.say("conversations")

    async def session_changed(self, hint: dict[str, Any]) -> None:
        await self.say("session", **{name: hint[name] for name in hint if name != "type"})

    async def outputs_due(self, hint: dict[str, Any]) -> None:
        session = self.held.get(UUID(hint["session"]))
        if session:
            await self.deliver(session)

    async def partial_text(self, hint: dict[str, Any]) -> None:
        if hint["sender"] != self.channel_name:
            await self.say("partial", **hint["partial"])

    async def logged_out(self, hint: dict[str, Any]) -> None:
        if hint["login"] == self.login:
            await self.close(LOGGED_OUT)

    async def deliver(self, session: RealtimeSession) -> None:
        due = await stored(tool_calls.outputs_due)(session)
        if due.items:
            await self.say("deliver", session=session.pk, items=due.items, respond=due.respond)

    async def draw(self, *, answer: bool = False) -> None:
        """Send what changed since this tab's revision, page by page; `answer` even when nothing did."""
        more = True
        while more and self.watched:
            found = await stored(rendering.changes)(self.user, self.watched, self.revision)
            self.revision, more = found["revision"], found["more"]
            if found["messages"] or answer:
                await self.say("changes", **found)

    async def say(self, kind: str, **fields: Any) -> None:
        await self.send(frames.encode(kind, **fields))


# Browser input goes through this table, never through a name that it sends.
ON: dict[type[frames.Frame], Any] = {
    frames.Watch: TabConsumer.watch,
    frames.Hold: TabConsumer.hold,
    frames.Relay: TabConsumer.relay,
    frames.Partial: TabConsumer.partial,
    frames.Beat: TabConsumer.beat,
}
