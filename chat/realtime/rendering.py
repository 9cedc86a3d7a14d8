"""Draw rows for a tab: the same partial serves the page and the live update."""

from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string

from chat.models import Message, User
from chat.services import messages
from chat.services.messages import Changes
from chat.services.thread import Written

TEMPLATE = "conversations/_message.html"


class Seen(NamedTuple):
    """How far a tab has drawn which conversation."""

    conversation: UUID | None
    revision: int


def changes(user: User, conversation_id: UUID, after_revision: int) -> dict[str, Any]:
    """The content of a `changes` frame."""
    return _frame(conversation_id, messages.changes(user, conversation_id, after_revision))


def just_written(written: Written, seen: Seen) -> dict[str, Any] | None:
    """The same without asking for the rows again.

    None when the tab has missed more than these, or a row must be asked for its tool call.
    """
    conversation, rows = written.conversation, written.messages
    is_next = seen == (conversation.pk, written.before)
    is_known = all(row.role != Message.Role.TOOL or row.is_call_known for row in rows)
    if not (rows and is_next and is_known):
        return None
    return _frame(conversation.pk, Changes(conversation.revision, rows, more=False))


def drawn(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "item_id": message.item_id or message.own_item_id,
        "sequence": message.sequence,
        "status": message.status,
        "html": render_to_string(TEMPLATE, {"message": message}) + "",  # a plain str for msgspec
    }


def _frame(conversation_id: UUID, found: Changes) -> dict[str, Any]:
    return {
        "conversation": conversation_id,
        "revision": found.revision,
        "messages": [drawn(message) for message in found.messages],
        "more": found.more,
    }
