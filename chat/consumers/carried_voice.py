"""One relayed call, from its socket's acceptance to its end: how it ends, and what is said of that."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec

from chat.consumers.asked_voice import Asked
from chat.consumers.farewell import farewell
from chat.consumers.in_sight import in_sight
from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.realtime import audio_relay, calls
from chat.realtime.audio_relay import Gone, Over, Receive, Relay, told
from chat.realtime.audio_relay_outbox import Lane, Send
from chat.realtime.audio_relay_wire import FRAME_MS
from chat.services import sessions
from chat.stored import stored

EndReason = RealtimeSession.EndReason


class CarriedVoice:
    """Of a socket that was accepted."""

    def __init__(self, scope: dict[str, Any], session: RealtimeSession, asked: Asked) -> None:
        self._user = session.user
        self._session = session
        self._asked = asked
        self._login_key = scope["session"].session_key
        self._relay: Relay | None = None

    async def carry(self, receive: Receive, send: Send, lane: Lane | None = None) -> None:
        farewell.enter(self)
        opus = self._asked.opus
        self._relay = Relay(self._session.pk, receive, send, by_opus=opus, lane=lane)
        ready = {
            "type": "parley.ready",
            "session": str(self._session.pk),
            "conversation": str(self._session.conversation_id),
            "frame_ms": FRAME_MS,
            "codec": "opus" if opus else "pcm16",
        }
        try:
            with in_sight.holding(self._session, self._login_key):
                code, last_words = await self._carried(self._relay, ready)
            if code:
                await close(send, code, last_words)
        finally:
            farewell.leave(self)

    async def stop_soon(self) -> None:
        if self._relay:
            self._relay.stop()

    async def _carried(self, relay: Relay, ready: dict[str, Any]) -> tuple[int, str]:
        """The closing code and what is said before it; 0 when the browser is gone."""
        try:
            await relay.run(ready, was_cut_off=self._asked.cut_off)
        except (Gone, OSError):  # uvicorn's ClientDisconnected is an OSError
            await self._end(EndReason.LEFT)
            return 0, ""
        except Over as over:
            await self._end(EndReason.LOST, has_failed=over.refused is not None)
            return over.code, told(over.refused) if over.refused else ""
        if reason := await self._why_over():
            return audio_relay.NORMAL, _over(reason)
        await self._end(EndReason.LOST)
        return audio_relay.RESTARTING if farewell.is_said else audio_relay.BROKEN, ""

    async def _why_over(self) -> str:
        """ "" when nobody has ended it; it broke off."""
        session = await stored(RealtimeSession.objects.filter(pk=self._session.pk).first)()
        return session.end_reason if session else EndReason.DELETED

    async def _end(self, reason: str, *, has_failed: bool = False) -> None:
        """A page ends its calls itself, or goes on with them in a fresh session."""
        if has_failed:
            reason = EndReason.FAILED
        elif self._asked.session:
            return
        with suppress(Refusal):  # the conversation was deleted meanwhile
            await calls.finish(stored(sessions.end)(self._user, self._session.pk, reason))


async def close(send: Send, code: int, last_words: str) -> None:
    with suppress(OSError):  # the browser is gone
        if last_words:
            await send({"type": "websocket.send", "text": last_words})
        await send({"type": "websocket.close", "code": code})


def _over(reason: str) -> str:
    return msgspec.json.encode({"type": "parley.over", "reason": reason}).decode()
