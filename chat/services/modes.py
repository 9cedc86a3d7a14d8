"""Live or Classic: the switch of a conversation, and where it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from chat import broadcasts
from chat.errors import missing
from chat.models import Conversation, Mode, RealtimeSession, User
from chat.services import answers, endings, preferences, voices
from chat.services.thread import writing

EndReason = RealtimeSession.EndReason


def switch(user: User, conversation_id: UUID, mode: Mode) -> Conversation:
    """What is under way in the old mode ends in good order; the thread stays. Twice changes nothing."""
    with writing(user, conversation_id) as thread:
        conversation = thread.conversation
        if conversation.mode == mode:
            return conversation
        for session in conversation.sessions.open().select_for_update():
            endings.close(thread, session, EndReason.ENDED)
        conversation.mode = mode
        conversation.save(update_fields=["mode"])
        broadcasts.mode_changed(conversation)
    return conversation


def begin_live(conversation: Conversation) -> None:
    """Whoever begins a call is in Live, within the transaction that begins it."""
    if conversation.mode != Mode.LIVE:
        conversation.mode = Mode.LIVE
        conversation.save(update_fields=["mode"])
        broadcasts.mode_changed(conversation)


def standing(user: User, conversation_id: UUID) -> dict[str, Any]:
    """The content of a `mode` frame: the mode, and the classic answer that is being written.

    Raises Refusal `not_found`.
    """
    conversation = Conversation.objects.visible_to(user).filter(pk=conversation_id).first()
    if conversation is None:
        raise missing()
    answer = answers.running_in(conversation)
    return {
        "conversation": str(conversation.pk),
        "mode": conversation.mode,
        "answering": str(answer.pk) if answer else None,
    }


def voice_in(conversation: Conversation, user: User) -> voices.Heard:
    """Whose voice is heard in the mode that it is in now."""
    return voices.chosen(conversation, preferences.of(user), conversation.mode)
