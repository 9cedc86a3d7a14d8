"""What a tab does when its user's group hears that something changed."""

from __future__ import annotations

from uuid import UUID

from chat.consumers.logged_in import Hint
from chat.consumers.tool_hints import ToolHints
from chat.models import RealtimeSession
from chat.realtime import frames, session_config
from chat.services import modes, notifications, own_pages, sessions, sidebands
from chat.stored import stored


class Hints(ToolHints):
    """Handlers named by the hint's type (`chat/broadcasts.py`); the tab itself draws and says."""

    watched: UUID | None
    revision: int

    async def draw(self, *, answer: bool = False) -> None:
        raise NotImplementedError

    async def conversation_changed(self, hint: Hint) -> None:
        if hint["conversation"] == str(self.watched) and hint["revision"] > self.revision:
            await self.draw()

    async def conversations_changed(self, hint: Hint) -> None:
        await self.say("conversations")

    async def collection_changed(self, hint: Hint) -> None:
        await self.say("collection", name=hint["name"])

    async def notification_shown(self, hint: Hint) -> None:
        found = await stored(notifications.find)(self.user, hint["id"])
        if found:
            await self.say("notification", **found)

    async def session_changed(self, hint: Hint) -> None:
        if hint["reason"] == RealtimeSession.EndReason.TAKEN_OVER:
            self.held.pop(UUID(hint["session"]), None)  # fenced: its growing text is nobody's
        await self.say("session", **{name: hint[name] for name in hint if name != "type"})

    async def say_what_is_missed(self) -> None:
        """After a while without hints: the tab knows which of it is no news."""
        await self.say("conversations")
        await self.say_what_waits()
        for name in own_pages.COLLECTIONS:
            await self.say("collection", name=name)
        for missed in await stored(notifications.latest)(self.user):
            await self.say("notification", **missed)

    async def say_where(self) -> None:
        """Where the conversation on the page is in a call, on whatever device; and its mode."""
        if self.watched:
            live = await stored(sessions.live_in)(self.user, self.watched)
            await self.say("where", conversation=self.watched, live=live)
            await self.say_mode(self.watched)

    async def mode_changed(self, hint: Hint) -> None:
        if hint["conversation"] == str(self.watched):
            await self.say_mode(UUID(hint["conversation"]))

    async def say_mode(self, conversation_id: UUID) -> None:
        await self.say("mode", **await stored(modes.standing)(self.user, conversation_id))

    async def settings_changed(self, hint: Hint) -> None:
        """The tab asks the provider for them itself, unless the server hears the call."""
        session_id = UUID(hint["session"])
        if session_id in self.held:
            news = await stored(session_config.for_tab)(session_id)
            await self.say("settings", session=session_id, **news)

    async def sideband_changed(self, hint: Hint) -> None:
        await self.say("sideband", session=hint["session"], state=hint["state"])

    async def call_refused(self, hint: Hint) -> None:
        refusal = sidebands.refusal(hint["code"])
        await self.send(frames.refusal(refusal, UUID(hint["session"])))

    async def partial_text(self, hint: Hint) -> None:
        if hint["sender"] != self.channel_name:
            await self.say("partial", **hint["partial"])
