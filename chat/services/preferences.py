"""What a person likes, and what of it holds for a call."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.conf import settings

from chat.models import Conversation, Mode, Preference, User
from chat.provider import catalog
from chat.services import voices

# What a thread can show besides what was said: the field, and its words for people.
SHOWN = {
    "tool-calls": ("show_tool_calls", "Show tool calls"),
    "annotations": ("show_annotations", "Show debug annotations"),
}


class Choice(NamedTuple):
    """`notes`: what was wished and cannot be, one plain sentence each."""

    voice: str
    model: str
    notes: list[str]


def of(user: User) -> Preference:
    """Stored ones, or those of somebody who never chose."""
    return Preference.objects.filter(pk=user.pk).first() or Preference(user=user)


def show(user: User, what: str, *, on: bool) -> tuple[str, bool]:
    """Keep one of SHOWN; its words and what holds now."""
    field, words = SHOWN[what]
    Preference.objects.update_or_create(user=user, defaults={field: on})
    return words, on


def chosen(conversation: Conversation, preference: Preference, today: date) -> Choice:
    """The conversation's own goes before its assistant's, the person's and the installation's."""
    heard = voices.chosen(conversation, preference, Mode.LIVE)
    notes = [heard.note] if heard.is_gone else []
    by = (conversation, conversation.assistant or preference, preference)
    model = next((one.model for one in by if one.model), settings.REALTIME_MODEL)
    if model != settings.REALTIME_MODEL and catalog.realtime_model(model).is_over(today):
        notes.append(f"The model {model} has ended; {settings.REALTIME_MODEL} answers instead.")
        model = settings.REALTIME_MODEL
    return Choice(heard.name, model, notes)


def transcription_model(preference: Preference, today: date) -> str:
    wished = preference.transcription_model
    is_over = catalog.transcription_model(wished).is_over(today)
    return settings.TRANSCRIPTION_MODEL if is_over or not wished else wished


def text_model(preference: Preference, today: date) -> str:
    """What answers in Classic."""
    wished = preference.text_model
    is_over = catalog.text_model(wished).is_over(today)
    return settings.TEXT_MODEL if is_over or not wished else wished
