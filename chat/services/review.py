"""Read another's conversation, and leave a record of it first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from chat.errors import missing
from chat.models import (
    AccessRecord,
    Conversation,
    EventLogEntry,
    Message,
    RealtimeSession,
    User,
)
from chat.services import event_log, provenance
from chat.services.provenance import Provenance

PERMISSION = "chat.review_conversation"
LISTED_AT_ONCE = 25
READ_AT_ONCE = 200
# The same person looking at the same list again within this time is one look.
ONE_LOOK = timedelta(hours=1)


class Case(NamedTuple):
    """A conversation in the list."""

    conversation: Conversation
    provenance: Provenance


class Listing(NamedTuple):
    cases: list[Case]
    page: Page[Conversation]


class Call(NamedTuple):
    """`notices`: how many notices it left that its settings were altered."""

    session: RealtimeSession
    provenance: Provenance
    notices: int
    is_logged: bool

    @property
    def was_altered(self) -> bool:
        return self.notices > 0 or self.session.end_reason == RealtimeSession.EndReason.ALTERED


class Transcript(NamedTuple):
    """Messages in order; `earlier` is the sequence before which there are more, or None."""

    conversation: Conversation
    messages: list[Message]
    earlier: int | None
    provenance: Provenance
    calls: list[Call]


def listed(reader: User, page: str = "1") -> Listing:
    """Conversations in which something was said, titles and facts only; seeing them is recorded.

    Raises Refusal `not_found` without the permission.
    """
    _refuse_strangers(reader)
    found = Conversation.objects.filter(deleted_at=None, last_sequence__gt=0)
    found = found.select_related("owner").recent_first().with_live_mark()
    shown = Paginator(found, LISTED_AT_ONCE).get_page(page)
    _record_look(reader, list(shown))
    counted = provenance.of_conversations(conversation.pk for conversation in shown)
    cases = [Case(one, counted.get(one.pk, Provenance())) for one in shown]
    return Listing(cases, shown)


def read(reader: User, conversation_id: UUID) -> Conversation:
    """Raises Refusal `not_found` without the permission and for a missing conversation alike."""
    _refuse_strangers(reader)
    conversation = Conversation.objects.filter(pk=conversation_id).select_related("owner").first()
    if conversation is None:
        raise missing()
    AccessRecord.objects.create(
        reader=reader, conversation=conversation, through_sequence=conversation.last_sequence
    )
    return conversation


def transcript(reader: User, conversation_id: UUID, before: int | None = None) -> Transcript:
    """The newest messages, or those before a sequence; raises what `read` raises."""
    conversation = read(reader, conversation_id)
    before = before or conversation.last_sequence + 1
    first = max(before - READ_AT_ONCE, 1)
    rows = conversation.messages.filter(sequence__gte=first, sequence__lt=before)
    counted = provenance.of_conversations([conversation.pk])
    return Transcript(
        conversation,
        list(rows.in_order().select_related("tool_call")),
        first if first > 1 else None,
        counted.get(conversation.pk, Provenance()),
        _calls(conversation),
    )


def event_log_of(reader: User, conversation_id: UUID, session_id: UUID) -> Iterator[str]:
    """The event log of one call; raises what `read` raises, and the same for another's call."""
    conversation = read(reader, conversation_id)
    if not conversation.sessions.filter(pk=session_id).exists():
        raise missing()
    return event_log.jsonl(conversation, session_id)


def readers_exist() -> bool:
    """True when anybody but the owner could read a conversation."""
    return User.objects.who_may(PERMISSION).exists()


def _refuse_strangers(reader: User) -> None:
    if not reader.has_perm(PERMISSION):
        raise missing()


def _record_look(reader: User, conversations: list[Conversation]) -> None:
    """A record through nothing: the title was seen, none of the messages."""
    recent = AccessRecord.objects.filter(reader=reader, read_at__gt=timezone.now() - ONE_LOOK)
    seen = set(recent.filter(conversation__in=conversations).values_list("conversation", flat=True))
    AccessRecord.objects.bulk_create(
        AccessRecord(reader=reader, conversation=one, through_sequence=0)
        for one in conversations
        if one.pk not in seen
    )


def _calls(conversation: Conversation) -> list[Call]:
    counted = provenance.of_calls(conversation)
    noted = conversation.messages.filter(role=Message.Role.SYSTEM).exclude(session=None)
    notices = dict(noted.values_list("session_id").annotate(count=Count("pk")))
    logged = EventLogEntry.objects.calls_of(conversation)
    return [
        Call(one, counted.get(one.pk, Provenance()), notices.get(one.pk, 0), one.pk in logged)
        for one in conversation.sessions.order_by("started_at")
    ]
