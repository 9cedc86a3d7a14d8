"""A tab that reports what it hears, and the rows that come of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chat.models import Conversation, Message, RealtimeSession
from chat.realtime import hearing
from chat.realtime.hearing import Heard

Payload = dict[str, Any]


class Ear:
    """Reports events of one session, numbered from 1 without gaps."""

    def __init__(self, session: RealtimeSession) -> None:
        self.session = session
        self.last = 0

    def hears(self, *payloads: Payload) -> Heard:
        first = self.last + 1
        self.last += len(payloads)
        return self.reports(list(enumerate(payloads, start=first)))

    def overhears(self, *payloads: Payload) -> Heard:
        """The server hears it itself, by a sideband."""
        return hearing.overhear(self.session.pk, payloads)

    def is_attached(self, seconds: float = 3600) -> None:
        """Some web process has a sideband on the call; with 0 it was lost."""
        until = timezone.now() + timedelta(seconds=seconds)
        RealtimeSession.objects.filter(pk=self.session.pk).update(attached_until=until)

    def reports(self, batch: Sequence[tuple[int, Payload]]) -> Heard:
        return hearing.hear(self.session.user, self.session.pk, batch)


def rows(conversation: Conversation) -> list[Message]:
    return list(conversation.messages.in_order())


def told(conversation: Conversation) -> list[tuple[str, str, str]]:
    """The thread as a person would retell it: role, status, content."""
    return [(row.role, row.status, row.content) for row in rows(conversation)]


def only(conversation: Conversation) -> Message:
    (row,) = rows(conversation)
    return row


def snapshot(conversation: Conversation) -> list[dict[str, Any]]:
    """Everything that is stored of the thread, revisions included; equal when nothing changed."""
    return [dict(row) for row in conversation.messages.in_order().values()]


def faults(conversation: Conversation) -> list[str]:
    """Every rule that these rows break; empty when the ledger is clean."""
    conversation.refresh_from_db()
    found = rows(conversation)
    numbers = [row.sequence for row in found]
    items = [row.item_id for row in found if row.item_id]
    broken = []
    if numbers != list(range(1, conversation.last_sequence + 1)):
        broken.append(f"sequences are {numbers}, the counter is {conversation.last_sequence}")
    if len(items) != len(set(items)):
        broken.append(f"items are doubled: {items}")
    if any(row.revision > conversation.revision for row in found):
        broken.append("a row's revision is beyond the conversation's")
    if not conversation.sessions.open().exists():
        broken += [f"row {row.sequence} is still live" for row in found if row.status == "live"]
    return broken
