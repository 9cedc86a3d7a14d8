"""What a person's tools may read of their conversations, one after the other (`tools/base.py`: Research)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from chat.models import Conversation, Message, User
from chat.models.conversation import ConversationQuerySet
from chat.plain_text import folded

MAX_WORDS = 8
SPEAKERS = {Message.Role.USER: "person", Message.Role.ASSISTANT: "assistant"}


class OwnResearch:
    def __init__(self, user: User) -> None:
        self._user = user

    def count(self, since: date | None) -> int:
        return self._mine(since).count()

    def read(self, since: date | None) -> Iterator[dict[str, Any]]:
        """Newest first: title, date, and who said what, oldest first."""
        for one in self._mine(since).recent_first().iterator(100):
            moment = one.last_message_at or one.created_at
            yield {"title": str(one), "date": moment.date().isoformat(), "said": _said(one)}

    def words_of(self, text: str) -> list[str]:
        """As they are looked for: without case and accents."""
        return [folded(word) for word in text.split()[:MAX_WORDS]]

    def has(self, text: str, words: list[str]) -> bool:
        found = folded(text)
        return any(word in found for word in words)

    def _mine(self, since: date | None) -> ConversationQuerySet:
        mine = Conversation.objects.visible_to(self._user).exclude(last_sequence=0)
        return mine.filter(last_message_at__date__gte=since) if since else mine


def _said(conversation: Conversation) -> list[tuple[str, str]]:
    rows = conversation.messages.in_order().filter(role__in=SPEAKERS)
    told = rows.exclude(status=Message.Status.DELETED).values_list("role", "content")
    return [(SPEAKERS[Message.Role(role)], text) for role, text in told if text.strip()]
