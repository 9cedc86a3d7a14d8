"""A thread in pages: the newest first, earlier ones as its reader goes up."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from chat.models import Conversation, Message, User
from chat.services import conversations

# More than two screens of the shortest messages; what more there is comes while the reader scrolls.
PAGE = 50


class Page(NamedTuple):
    """Rows in order, and the sequence before which there are earlier ones (None: there are none)."""

    messages: list[Message]
    earlier_than: int | None


def newest(conversation: Conversation) -> Page:
    return _page(conversation, conversation.last_sequence + 1)


def earlier(user: User, conversation_id: UUID, than: int) -> Page:
    return _page(conversations.find(user, conversation_id), than)


def _page(conversation: Conversation, before: int) -> Page:
    # By number and not by count: sequences have no gap, and the database finds them at once.
    rows = conversation.messages.filter(sequence__lt=before, sequence__gte=before - PAGE)
    found = list(rows.in_order().select_related("tool_call"))
    first = found[0].sequence if found else 1
    return Page(found, first if first > 1 else None)
