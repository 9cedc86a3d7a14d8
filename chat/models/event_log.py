"""What the ears of a call have heard, batch by batch, as long as it is kept (docs/export.md)."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.conversation import UNDO_TAKEN, Conversation

# The least effort: a batch is small, and the write path is waited for.
QUICKLY = 1
# A browser that reports without end fills its own call's log, and no more.
MOST_BYTES_A_CALL = 8 * 1024 * 1024


class EventLogQuerySet(models.QuerySet["EventLogEntry"]):
    def expired(self, days: int) -> EventLogQuerySet:
        """Of calls that ended so long ago, and of conversations that no Undo brings back."""
        now = timezone.now()
        is_old = Q(session__ended_at__lt=now - timedelta(days=days))
        is_gone = Q(session__conversation__deleted_at__lt=now - UNDO_TAKEN)
        return self.filter(is_old | is_gone)

    def calls_of(self, conversation: Conversation) -> set[UUID]:
        """Whose events are kept."""
        mine = self.filter(session__conversation=conversation)
        return set(mine.values_list("session", flat=True).distinct())


class EventLogEntry(models.Model):
    """One batch, or one checkpoint of growing text, and how the call stood when it was recorded.

    The key gives the order within a conversation: entries are made under its lock.
    """

    class Ear(models.TextChoices):
        BROWSER = "browser"
        SERVER = "server"
        CHECKPOINT = "checkpoint"

    session = models.ForeignKey("chat.RealtimeSession", models.CASCADE, related_name="event_log")
    ear = models.CharField(max_length=10, choices=Ear.choices)
    at = models.DateTimeField(default=timezone.now)
    after_sequence = models.PositiveIntegerField()  # the newest row before it
    is_open = models.BooleanField()
    is_attached = models.BooleanField()
    packed = models.BinaryField()
    total = models.PositiveIntegerField()  # bytes of the call's log up to here, before packing

    objects = EventLogQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["session", "id"])]

    def __str__(self) -> str:
        return f"heard by {self.ear} at {self.at}"

    @property
    def events(self) -> list[tuple[int, dict[str, Any]]]:
        """Numbers and events. A server's ear has no numbers of its own: they count within the batch."""
        found: list[tuple[int, dict[str, Any]]] = msgspec.json.decode(zlib.decompress(self.packed))
        return found


def pack(events: list[tuple[int, dict[str, Any]]]) -> tuple[bytes, int]:
    """What an entry keeps of these, and their size before."""
    text = msgspec.json.encode(events)
    return zlib.compress(text, QUICKLY), len(text)
