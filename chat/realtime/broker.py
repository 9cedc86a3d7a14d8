"""Open the way to the provider: who sets the call up, the token or the offer, the replay."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.provider.client import Token
from chat.realtime import calls, replay, session_config
from chat.services import preferences, sessions, sidebands
from chat.stored import stored

TOKEN_LIFETIME_S = 60
Setup = RealtimeSession.Setup


async def open_session(
    user: User, session: RealtimeSession, *, is_new: bool, was_cut_off: bool = False
) -> dict[str, Any]:
    """The answer to a start (docs/tab-socket.md). A repeated start gets no second token.

    With `was_cut_off` the call comes from a session that broke off: what was said is answered now.

    Raises Refusal; then the session is ended, so that the next click starts afresh.
    """
    config, told, notes = await stored(_prepare)(user, session, was_cut_off)
    way: dict[str, Any] = {"transport": session.transport}
    if session.is_relayed:
        told = replay.Replay([], answer_due=False)  # the server tells it, and asks for the answer
        way["socket"] = _socket_of(session, was_cut_off)
    token = None
    if is_new and session.setup == Setup.TOKEN:
        minted = await _mint(user, session, config)
        token = {"value": minted.value, "expires_at": minted.expires_at}
    return {
        "session": str(session.pk),
        **way,
        "setup": session.setup,
        "token": token,
        "calls_url": _calls_url(session),
        "model": session.model,
        "voice": session.voice,
        "output": session.output,
        "push_to_talk": _is_held(config),
        "replay": told.items,
        "answer_due": told.answer_due,
        "notes": notes,
        "now": time.time(),
    }


async def post_offer(user: User, conversation_id: UUID, session_id: UUID, sdp: str) -> str:
    """Post a browser's offer with the server's own key, keep the call's id; the SDP answer.

    Raises Refusal; one by the provider ends the session.
    """
    session = await stored(sidebands.offer)(user, conversation_id, session_id)
    # The browser may leave meanwhile: the id of a call that was made must be kept all the same.
    return await calls.finish(_exchange(user, session, sdp))


async def _exchange(user: User, session: RealtimeSession, sdp: str) -> str:
    try:
        config = await stored(session_config.compose)(user, session)
        answer = await calls.provider().post_offer(sdp, config, user.opaque_id)
    except Refusal:
        await stored(sessions.end)(user, session.pk, sessions.EndReason.FAILED)
        raise
    try:
        is_open = await stored(sidebands.answered)(session.pk, answer.call_id)
    except DatabaseError:  # a call that nobody knows would go on, and cost
        await calls.provider().hang_up(answer.call_id or "")
        raise
    if not is_open:
        await calls.hang_up_due()
        raise sidebands.over()
    if answer.call_id:
        calls.attach(session.pk)
    return answer.sdp


async def _mint(user: User, session: RealtimeSession, config: dict[str, Any]) -> Token:
    try:
        return await calls.provider().mint(config, TOKEN_LIFETIME_S, user.opaque_id)
    except Refusal:
        await stored(sessions.end)(user, session.pk, sessions.EndReason.FAILED)
        raise


def _prepare(
    user: User, session: RealtimeSession, was_cut_off: bool
) -> tuple[dict[str, Any], replay.Replay, list[str]]:
    notes = preferences.chosen(
        session.conversation, preferences.of(user), timezone.localdate()
    ).notes
    config = session_config.compose(user, session)
    return config, replay.compose(session.conversation, spoken=was_cut_off), notes


def _is_held(config: dict[str, Any]) -> bool:
    """Somebody speaks, and says by a key when a turn ends."""
    speaks = config["output_modalities"] == ["audio"]
    return speaks and config["audio"]["input"]["turn_detection"] is None


def _socket_of(session: RealtimeSession, was_cut_off: bool) -> str:
    """Where its sound goes (docs/audio-relay.md)."""
    cut_off = "&cut_off=1" if was_cut_off else ""
    return f"/ws/voice/{session.conversation_id}/?session={session.pk}{cut_off}"


def _calls_url(session: RealtimeSession) -> str:
    if session.setup == Setup.SERVER:
        return reverse("session_offer", args=[session.conversation_id, session.pk])
    return f"{settings.OPENAI_BROWSER_URL}/realtime/calls"
