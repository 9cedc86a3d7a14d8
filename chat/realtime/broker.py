"""Open the way to the provider: the session's configuration, the token, the replay."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.realtime import calls, options, replay
from chat.services import preferences, sessions
from tools import permissions

TOKEN_LIFETIME_S = 60
INSTRUCTIONS = (
    "You are Parley, a helpful, friendly assistant in a conversation that is both spoken and typed. "
    "Answer in the language of the person, briefly when you speak. Use the tools where they help, "
    "and say plainly when you do not know something or when a tool refuses."
)


async def open_session(user: User, session: RealtimeSession, *, is_new: bool) -> dict[str, Any]:
    """The answer to a start (docs/tab-socket.md). A repeated start gets no second token.

    Raises Refusal; then the session is ended, so that the next click starts afresh.
    """
    config, told = await sync_to_async(_prepare)(user, session)
    token = None
    if is_new:
        try:
            minted = await calls.provider().mint(config, TOKEN_LIFETIME_S, user.opaque_id)
        except Refusal:
            await sync_to_async(sessions.end)(user, session.pk, sessions.EndReason.FAILED)
            raise
        token = {"value": minted.value, "expires_at": minted.expires_at}
    return {
        "session": str(session.pk),
        "token": token,
        "calls_url": f"{settings.OPENAI_BROWSER_URL}/realtime/calls",
        "model": session.model,
        "voice": session.voice,
        "output": session.output,
        "replay": told.items,
        "answer_due": told.answer_due,
    }


def session_config(user: User, session: RealtimeSession) -> dict[str, Any]:
    """The session as the provider wants it (protocol: section 2.1)."""
    speaks = session.output == RealtimeSession.Output.AUDIO
    preference = preferences.of(user)
    return {
        "type": "realtime",
        "model": session.model,
        "instructions": _instructions(session.conversation),
        "output_modalities": ["audio" if speaks else "text"],
        "audio": options.audio(session, preference),
        "tools": [tool.definition() for tool in permissions.permitted(user)],
        "tool_choice": "auto",
        **options.thinking(session, preference),
    }


def _prepare(user: User, session: RealtimeSession) -> tuple[dict[str, Any], replay.Replay]:
    return session_config(user, session), replay.compose(session.conversation)


def _instructions(conversation: Conversation) -> str:
    return "\n\n".join(part for part in (INSTRUCTIONS, conversation.instructions) if part)
