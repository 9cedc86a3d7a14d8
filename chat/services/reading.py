"""Reading an answer aloud: which words, in whose voice, made from the row and from nothing else."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from chat import aloud
from chat.errors import Refusal
from chat.models import Conversation, Message, Mode, Preference, User
from chat.provider import catalog
from chat.services import conversations, preferences, voices


class Wanted(NamedTuple):
    """One sentence of a message, and where in it. `text` is "" when it is not there (yet).

    `of` is None, and the places are 0, while the message still grows.
    """

    text: str
    model: str
    voice: str
    of: int | None
    begins: float
    ends: float


def wanted(user: User, conversation_id: UUID, message_id: UUID, number: int, today: date) -> Wanted:
    """Raises Refusal `not_found`: another's, a missing one, and what is no answer alike."""
    conversation = conversations.find(user, conversation_id)
    message = conversation.messages.filter(pk=message_id, role=Message.Role.ASSISTANT).first()
    if message is None or message.status == Message.Status.DELETED:
        raise Refusal("not_found", "There is no such message.", status=404)
    is_complete = message.status != Message.Status.LIVE
    found = aloud.sentences(message.content, is_complete=is_complete)
    text = found[number] if number < len(found) else ""
    model, voice = speaker(conversation, preferences.of(user), today)
    if not is_complete:
        return Wanted(text, model, voice, None, 0.0, 0.0)
    return Wanted(text, model, voice, len(found), *_place(found, number))


def speaker(conversation: Conversation, preference: Preference, today: date) -> tuple[str, str]:
    """Model and voice; a model that has ended, or lacks the voice, is no reason to be silent."""
    wished = preference.speech_model
    is_over = catalog.speech_model(wished).is_over(today)
    model = settings.SPEECH_MODEL if is_over or not wished else wished
    voice = voices.chosen(conversation, preference, Mode.CLASSIC).name
    return model, voice if catalog.speech_model(model).has(voice) else catalog.DEFAULT_CLASSIC_VOICE


def _place(found: list[str], number: int) -> tuple[float, float]:
    """From where to where it goes, as parts of the whole: 0 to 1."""
    through = [sum(map(len, found[:end])) for end in (number, number + 1)]
    whole = sum(map(len, found)) or 1
    return round(through[0] / whole, 4), round(through[1] / whole, 4)
