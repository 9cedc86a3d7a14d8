"""The socket of a call that goes through the server (docs/audio-relay.md): raw ASGI, for its sound."""

from __future__ import annotations

from collections import Counter
from typing import Any

from chat.consumers.asked_voice import Asked, asked_in
from chat.consumers.carried_voice import CarriedVoice, close
from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.realtime import goodbye
from chat.realtime.audio_relay import TOO_BUSY, UNWANTED, Receive, told
from chat.realtime.audio_relay_outbox import Send
from chat.services import relays
from chat.stored import stored

SOCKETS_A_PERSON = 5
NOT_FOUND = 404
LANE = "parley.sound"  # where the server has it: config/sound_lane.py
REFUSED = {"type": "websocket.close"}  # before it was accepted: the handshake fails
TOO_MANY = Refusal(
    "too_many_sockets",
    "You have too many calls through the server. End one and try again.",
    status=429,
    retry=True,
)

_open: Counter[int] = Counter()


async def voice(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()  # websocket.connect
    user = scope["user"]
    if not user.is_authenticated:
        await send(REFUSED)
        return
    _open[user.pk] += 1
    try:
        await _begin(scope, receive, send)
    finally:
        _open[user.pk] -= 1
        if not _open[user.pk]:
            del _open[user.pk]


async def _begin(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    try:
        asked = asked_in(scope)
        session = await _session(await stored(User.objects.get)(pk=scope["user"].pk), asked)
    except Refusal as refused:
        if refused.status == NOT_FOUND:
            await send(REFUSED)
            return
        await send({"type": "websocket.accept"})
        await close(send, TOO_BUSY if refused.retry else UNWANTED, told(refused))
        return
    lane = scope.get("extensions", {}).get(LANE)
    if lane:
        lane.open()
    await send({"type": "websocket.accept"})
    await CarriedVoice(scope, session, asked).carry(receive, send, lane)


async def _session(user: User, asked: Asked) -> RealtimeSession:
    """Raises Refusal."""
    if _open[user.pk] > SOCKETS_A_PERSON:
        raise TOO_MANY
    if asked.session:
        return await stored(relays.take_up)(user, asked.conversation, asked.session)
    session = await stored(relays.start)(user, asked.conversation, asked.wish, asked.choice)
    await goodbye.heard(session)
    return session
