"""Draw rows for a tab: the same partial serves the page and the live update."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from chat.models import Message, User
from chat.services import messages

TEMPLATE = "conversations/_message.html"


def changes(user: User, conversation_id: UUID, after_revision: int) -> dict[str, Any]:
    """The content of a `changes` frame."""
    found = messages.changes(user, conversation_id, after_revision)
    return {
        "conversation": conversation_id,
        "revision": found.revision,
        "messages": [drawn(message) for message in found.messages],
        "more": found.more,
    }


def drawn(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "item_id": message.item_id or message.own_item_id,
        "sequence": message.sequence,
        "status": message.status,
        "html": render_to_string(TEMPLATE, {"message": message}) + "",  # a plain str for msgspec
    }
