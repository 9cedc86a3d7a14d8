"""What of a person's conversations their tools may search (`tools/base.py`: History)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chat.models import Conversation, Message, User
from chat.plain_text import folded
from chat.services.archives import OwnArchives
from chat.services.notifications import OwnNotices
from chat.services.own_pages import OwnPages
from chat.services.panels import OwnPanels
from chat.services.research import OwnResearch
from tools.base import ToolContext

MAX_WORDS = 8
MAX_EXCERPT = 240
SAID = (Message.Role.USER, Message.Role.ASSISTANT)
MESSAGES_LOOKED_AT = 200


class OwnHistory:
    def __init__(self, user: User) -> None:
        self._user = user

    def search(self, words: str, most: int) -> Sequence[Mapping[str, Any]]:
        """By title or by what was said; with the newest message that has all the words."""
        wanted = words.split()[:MAX_WORDS]
        mine = Conversation.objects.visible_to(self._user)
        said = _newest_with(wanted, mine)
        titled = mine.named_like([folded(word) for word in wanted])
        found = (titled | mine.filter(pk__in=said)).recent_first()[:most]
        return [_described(one, said.get(one.pk)) for one in found]


def context_of(user: User) -> ToolContext:
    return ToolContext(
        user,
        OwnHistory(user),
        OwnNotices(user),
        OwnPages(user),
        OwnPanels(user),
        OwnResearch(user),
        OwnArchives(user),
    )


def _newest_with(words: list[str], mine: Any) -> dict[UUID, str]:
    said = Message.objects.filter(conversation__in=mine, role__in=SAID)
    for word in words:
        said = said.filter(content__icontains=word)
    newest = said.order_by("-created_at").values_list("conversation_id", "content")
    found: dict[UUID, str] = {}
    for conversation_id, content in newest[:MESSAGES_LOOKED_AT]:
        found.setdefault(conversation_id, content)
    return found


def _described(conversation: Conversation, said: str | None) -> dict[str, Any]:
    moment = conversation.last_message_at or conversation.created_at
    found = {"title": str(conversation), "last_message": moment.date().isoformat()}
    return found | ({"said": said[:MAX_EXCERPT]} if said else {})
