"""Find, list and change conversations: a new one, its title, the archive, deletion and its undo."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from chat import broadcasts
from chat.errors import InputRefused, missing
from chat.models import Assistant, Conversation, Message, RealtimeSession, User
from chat.models.conversation import ConversationQuerySet
from chat.models.title import TITLE_CHARACTERS
from chat.plain_text import tidied
from chat.services import preferences, sessions
from chat.services.thread import writing

RECENT = 30
PAGE = 500


class Counts(NamedTuple):
    listed: int
    archived: int


def find(user: User, conversation_id: UUID) -> Conversation:
    """Raises Refusal `not_found`, the same for another's as for a missing one."""
    try:
        return Conversation.objects.visible_to(user).get(pk=conversation_id)
    except Conversation.DoesNotExist:
        raise missing() from None


def latest_or_new(user: User) -> Conversation:
    """Where "/" leads: the most recent conversation, or a first one; never an archived one."""
    return listed(user).recent_first().first() or create(user)


def create(user: User, assistant: Assistant | None = None) -> Conversation:
    """An empty conversation; one that is still empty, unnamed and in no call is used again."""
    empty = listed(user).filter(last_sequence=0, title="", assistant=assistant)
    empty = empty.exclude(sessions__in=RealtimeSession.objects.open())
    mode = preferences.of(user).mode
    if found := empty.recent_first().first():
        empty.filter(pk=found.pk).update(mode=mode)
        found.mode = mode
        return found
    made = Conversation.objects.create(owner=user, assistant=assistant, mode=mode)
    broadcasts.conversations_changed(user.pk)
    return made


def recent(user: User) -> ConversationQuerySet:
    return listed(user).recent_first().with_live_mark()[:RECENT]


def listed(user: User) -> ConversationQuerySet:
    return Conversation.objects.visible_to(user).filter(archived_at=None)


def archived(user: User) -> ConversationQuerySet:
    return Conversation.objects.visible_to(user).exclude(archived_at=None)


def counts(user: User) -> Counts:
    mine = Conversation.objects.visible_to(user)
    in_archive = Count("pk", filter=~Q(archived_at=None))
    found = mine.aggregate(listed=Count("pk", filter=Q(archived_at=None)), archived=in_archive)
    return Counts(**found)


def just_put_away(user: User) -> ConversationQuerySet:
    """What the notices with Undo are about."""
    return Conversation.objects.just_put_away_by(user)


def rename(user: User, conversation_id: UUID, text: str) -> Conversation:
    """Raises Refusal: not_found, and bad_field for a title that is empty or too long.

    A title that a person gave is never overwritten: only an untitled conversation is named by a turn.
    """
    with writing(user, conversation_id) as thread:
        title = tidied(text)
        if not 0 < len(title) <= TITLE_CHARACTERS:
            raise InputRefused("bad_field", f"A title has 1 to {TITLE_CHARACTERS} characters.")
        thread.conversation.title = title
        thread.conversation.save(update_fields=["title"])
        broadcasts.conversations_changed(user.pk)
    return thread.conversation


def archive(user: User, conversation_id: UUID) -> None:
    """Archiving twice changes nothing. Raises Refusal `not_found`."""
    find(user, conversation_id)
    listed(user).filter(pk=conversation_id).update(archived_at=timezone.now())
    broadcasts.conversations_changed(user.pk)


def unarchive(user: User, conversation_id: UUID) -> None:
    find(user, conversation_id)
    archived(user).filter(pk=conversation_id).update(archived_at=None)
    broadcasts.conversations_changed(user.pk)


def delete(user: User, conversation_id: UUID) -> None:
    """Out of the person's sight at once, its call over; for a while `undelete` brings it back."""
    with writing(user, conversation_id) as thread:
        conversation = thread.conversation
        for session in conversation.sessions.open():
            sessions.end(user, session.pk, RealtimeSession.EndReason.DELETED)
        mine = Conversation.objects.visible_to(user).filter(pk=conversation.pk)
        mine.update(deleted_at=timezone.now())
        broadcasts.conversations_changed(user.pk)


def undelete(user: User, conversation_id: UUID) -> None:
    """Bring back what was deleted a moment ago; again changes nothing. Raises Refusal `not_found`."""
    gone = Conversation.objects.restorable_by(user).filter(pk=conversation_id)
    if not gone.update(deleted_at=None):
        find(user, conversation_id)
    broadcasts.conversations_changed(user.pk)


def thread(conversation: Conversation) -> list[Message]:
    """The newest rows, in order, with their tool calls."""
    newest = conversation.messages.select_related("tool_call").order_by("-sequence")[:PAGE]
    return list(reversed(newest))
