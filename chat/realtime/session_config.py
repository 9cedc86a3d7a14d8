"""A session as the provider is asked for it (protocol: section 2.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chat.models import Conversation, RealtimeSession, User
from chat.realtime import integrity, options, retuning
from chat.services import preferences
from tools import permissions

AUDIO = RealtimeSession.Output.AUDIO
INSTRUCTIONS = (
    "You are Parley, a helpful, friendly assistant in a conversation that is both spoken and typed. "
    "Answer in the language of the person, briefly when you speak. Use the tools where they help, "
    "and say plainly when you do not know something or when a tool refuses."
)


def compose(user: User, session: RealtimeSession) -> dict[str, Any]:
    """By the last line of the instructions a call is known to be this session's (issue 4)."""
    speaks = session.output == AUDIO
    preference = preferences.of(user)
    return {
        "type": "realtime",
        "model": session.model,
        "instructions": _instructions(session),
        "output_modalities": ["audio" if speaks else "text"],
        "audio": options.audio(session, preference),
        "tools": tools(user, session.conversation),
        "tool_choice": "auto",
        **options.thinking(session, preference),
    }


def current(session_id: UUID) -> dict[str, Any]:
    """What would be asked for now: preferences, tools and instructions may have been changed."""
    session = RealtimeSession.objects.select_related("conversation__assistant", "user").get(
        pk=session_id
    )
    return compose(session.user, session)


def for_tab(session_id: UUID) -> dict[str, Any]:
    """The content of a `settings` frame; `ask`: the tab is to ask the provider for them."""
    session = RealtimeSession.objects.select_related("user").get(pk=session_id)
    by_hand = preferences.of(session.user).push_to_talk and session.output == AUDIO
    settings = retuning.settings_of(current(session_id))
    return {"settings": settings, "ask": not session.is_attached, "push_to_talk": by_hand}


def instructions(conversation: Conversation) -> str:
    """What the model is told of whom it is: Parley's part, the assistant's, the conversation's."""
    assistant = conversation.assistant
    named = f"Your name is {assistant.name}." if assistant else ""
    own = assistant.instructions if assistant else ""
    parts = (INSTRUCTIONS, named, own, conversation.instructions)
    return "\n\n".join(part for part in parts if part)


def tools(user: User, conversation: Conversation) -> list[dict[str, Any]]:
    """What the person is permitted, of that what the assistant uses."""
    assistant = conversation.assistant
    permitted = permissions.permitted(user)
    used = [tool for tool in permitted if assistant is None or assistant.uses(tool.name)]
    return [tool.definition() for tool in used]


def _instructions(session: RealtimeSession) -> str:
    return f"{instructions(session.conversation)}\n\n{integrity.mark_of(session.pk.hex)}"
