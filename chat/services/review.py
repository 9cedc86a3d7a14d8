"""Read another's conversation, and leave a record of it first."""

from uuid import UUID

from chat.errors import missing
from chat.models import AccessRecord, Conversation, User

PERMISSION = "chat.review_conversation"


def read(reader: User, conversation_id: UUID) -> Conversation:
    """Raises Refusal `not_found` without the permission and for a missing conversation alike."""
    if not reader.has_perm(PERMISSION):
        raise missing()
    conversation = Conversation.objects.filter(pk=conversation_id).select_related("owner").first()
    if conversation is None:
        raise missing()
    AccessRecord.objects.create(
        reader=reader, conversation=conversation, through_sequence=conversation.last_sequence
    )
    return conversation


def readers_exist() -> bool:
    """True when anybody but the owner could read a conversation."""
    return User.objects.who_may(PERMISSION).exists()
