"""How a person's calls are, changed before a call or in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import transaction

from chat import broadcasts
from chat.models import Conversation, Preference, User

# Chosen for a conversation, an assistant, or for all of a person's calls.
CHOSEN = ("voice", "model")


class Settings(NamedTuple):
    """`own`: of these two the ones that this conversation, or its assistant, says itself."""

    conversation: Conversation
    own: frozenset[str]


def of(conversation: Conversation) -> Settings:
    by = (conversation, conversation.assistant)
    own = {name for name in CHOSEN if any(getattr(one, name, "") for one in by)}
    return Settings(conversation, frozenset(own))


def change(user: User, settings: Settings, changed: dict[str, Any]) -> None:
    """What holds for the conversation is changed there, never in an assistant; the rest for all calls."""
    own = {name: value for name, value in changed.items() if name in settings.own}
    liked = {name: value for name, value in changed.items() if name not in settings.own}
    with transaction.atomic():
        if own:
            mine = Conversation.objects.visible_to(user)
            mine.filter(pk=settings.conversation.pk).update(**own)
        if liked:
            Preference.objects.update_or_create(user=user, defaults=liked)
        tell_calls(user)


def tell_calls(user: User) -> None:
    """Every open call of theirs is asked for as it would be now."""
    for session in user.sessions.open():
        broadcasts.settings_changed(session)
