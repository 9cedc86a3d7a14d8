"""A session as the provider is asked for it (protocol: section 2.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chat.models import RealtimeSession, User
from chat.realtime import integrity, options
from chat.services import preferences
from tools import permissions

INSTRUCTIONS = (
    "You are Parley, a helpful, friendly assistant in a conversation that is both spoken and typed. "
    "Answer in the language of the person, briefly when you speak. Use the tools where they help, "
    "and say plainly when you do not know something or when a tool refuses."
)


def compose(user: User, session: RealtimeSession) -> dict[str, Any]:
    """By the last line of the instructions a call is known to be this session's (issue 4)."""
    speaks = session.output == RealtimeSession.Output.AUDIO
    preference = preferences.of(user)
    return {
        "type": "realtime",
        "model": session.model,
        "instructions": _instructions(session),
        "output_modalities": ["audio" if speaks else "text"],
        "audio": options.audio(session, preference),
        "tools": [tool.definition() for tool in permissions.permitted(user)],
        "tool_choice": "auto",
        **options.thinking(session, preference),
    }


def current(session_id: UUID) -> dict[str, Any]:
    """What would be asked for now: preferences, tools and instructions may have been changed."""
    session = RealtimeSession.objects.select_related("conversation", "user").get(pk=session_id)
    return compose(session.user, session)


def _instructions(session: RealtimeSession) -> str:
    mark = integrity.mark_of(session.pk.hex)
    parts = (INSTRUCTIONS, session.conversation.instructions, mark)
    return "\n\n".join(part for part in parts if part)
