"""The socket of a dictation that goes through the server (docs/dictation.md): raw ASGI, for its sound."""

from __future__ import annotations

from typing import Any

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.realtime import dictation_relay
from chat.realtime.dictation_relay import Receive, Send
from chat.services import dictations
from chat.stored import stored

REFUSED = {"type": "websocket.close"}  # before it was accepted: the handshake fails


async def dictate(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()  # websocket.connect
    user = scope["user"]
    session = await _taken_up(user, scope["url_route"]["kwargs"]["session_id"])
    if session is None:
        await send(REFUSED)
        return
    await send({"type": "websocket.accept"})
    await dictation_relay.carry(user, session, receive, send)


async def _taken_up(user: Any, session_id: Any) -> RealtimeSession | None:
    if not user.is_authenticated:
        return None
    try:
        known = await stored(User.objects.get)(pk=user.pk)
        return await stored(dictations.take_up)(known, session_id)
    except Refusal:
        return None
