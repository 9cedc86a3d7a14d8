"""Find, make and list conversations."""

from uuid import UUID

from chat import broadcasts
from chat.errors import missing
from chat.models import Conversation, Message, User
from chat.models.conversation import ConversationQuerySet

RECENT = 30
PAGE = 500


def find(user: User, conversation_id: UUID) -> Conversation:
    """Raises Refusal `not_found`, the same for another's as for a missing one."""
    try:
        return Conversation.objects.visible_to(user).get(pk=conversation_id)
    except Conversation.DoesNotExist:
        raise missing() from None


def latest_or_new(user: User) -> Conversation:
    """Where "/" leads: the most recent conversation, or a first one."""
    return _listed(user).first() or create(user)


def create(user: User) -> Conversation:
    """An empty conversation; one that is still empty is used again instead of a second."""
    empty = _listed(user).filter(last_sequence=0).first()
    if empty:
        return empty
    made = Conversation.objects.create(owner=user)
    broadcasts.conversations_changed(user.pk)
    return made


def recent(user: User) -> ConversationQuerySet:
    return _listed(user).with_live_mark()[:RECENT]


def listed(user: User) -> ConversationQuerySet:
    return _listed(user).with_live_mark()


def thread(conversation: Conversation) -> list[Message]:
    """The newest rows, in order, with their tool calls."""
    newest = conversation.messages.select_related("tool_call").order_by("-sequence")[:PAGE]
    return list(reversed(newest))


def _listed(user: User) -> ConversationQuerySet:
    return Conversation.objects.visible_to(user).filter(archived_at=None).recent_first()
