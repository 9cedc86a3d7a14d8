"""What a person keeps: a thread of messages, with the counters that order it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from uuid_utils.compat import uuid7

from chat.models.title import TITLE_CHARACTERS, from_words
from chat.plain_text import folded

if TYPE_CHECKING:
    from chat.models.user import User

UNTITLED = "New conversation"
UNDO_SHOWN = timedelta(seconds=20)
# Longer than the notice stands: a slow network must not make an Undo that was pressed too late.
UNDO_TAKEN = timedelta(seconds=30)
# What a list says of a call that is on: annotation, and field of its session.
LIVE_MARK = {"live_on": "device", "live_name": "device_name", "live_since": "call_started_at"}


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User) -> ConversationQuerySet:
        """The one rule of who reaches a conversation; every page and socket looks up through it."""
        return self.filter(owner_id=user.pk, deleted_at=None)

    def restorable_by(self, user: User) -> ConversationQuerySet:
        """Deleted so lately that an Undo is still taken."""
        since = timezone.now() - UNDO_TAKEN
        return self.filter(owner_id=user.pk, deleted_at__gte=since)

    def just_put_away_by(self, user: User) -> ConversationQuerySet:
        """Deleted or archived so lately that the notice with Undo stands, newest first."""
        since = timezone.now() - UNDO_SHOWN
        archived = models.Q(deleted_at=None, archived_at__gte=since)
        mine = self.filter(owner_id=user.pk)
        found = mine.filter(models.Q(deleted_at__gte=since) | archived)
        return found.order_by(Coalesce("deleted_at", "archived_at").desc())

    def named_like(self, words: list[str]) -> ConversationQuerySet:
        """Every folded word somewhere in the title."""
        found = self
        for word in words:
            found = found.filter(title_folded__contains=word)
        return found

    def recent_first(self) -> ConversationQuerySet:
        moment = Coalesce("last_message_at", "created_at")
        return self.annotate(moment=moment).order_by("-moment", "-id")

    def after(self, moment: datetime, pk: UUID) -> ConversationQuerySet:
        """What follows this place of `recent_first`; rows that move meanwhile double nothing here."""
        older = models.Q(moment__lt=moment) | models.Q(moment=moment, pk__lt=pk)
        return self.filter(older)

    def with_live_mark(self) -> ConversationQuerySet:
        from chat.models.session import RealtimeSession

        calls = RealtimeSession.objects.open().spoken().filter(conversation=models.OuterRef("pk"))
        first = {
            name: models.Subquery(calls.values(field)[:1]) for name, field in LIVE_MARK.items()
        }
        return self.annotate(is_live=models.Exists(calls), **first)


class Mode(models.TextChoices):
    """How the assistant is reached: by a session that stays open, or by one answer after the other."""

    LIVE = "live"
    CLASSIC = "classic"


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations"
    )
    title = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    title_folded = models.TextField(default="", db_default="", blank=True, editable=False)
    assistant = models.ForeignKey(
        "chat.Assistant", models.SET_NULL, null=True, blank=True, related_name="conversations"
    )
    instructions = models.TextField(blank=True)
    mode = models.CharField(
        max_length=7, choices=Mode.choices, default=Mode.LIVE, db_default=Mode.LIVE
    )
    model = models.CharField(max_length=100, blank=True)
    voice = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    last_message_at = models.DateTimeField(null=True, blank=True)
    last_sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "deleted_at", "last_message_at"])]
        permissions = [("review_conversation", "May read conversations of others")]

    def __str__(self) -> str:
        return self.title or UNTITLED

    def save(self, *args: Any, **options: Any) -> None:
        """Whoever changes the title, it is found by it."""
        fields = options.get("update_fields")
        if fields is None or "title" in fields:
            self.title_folded = folded(self.title)
        if fields is not None and "title" in fields:
            options["update_fields"] = {*fields, "title_folded"}
        super().save(*args, **options)

    def next_sequence(self) -> int:
        self.last_sequence += 1
        return self.last_sequence

    def next_revision(self) -> int:
        self.revision += 1
        return self.revision

    def name_after(self, text: str) -> bool:
        """Take the title from the first words said; True when it changed."""
        if self.title:
            return False
        self.title = from_words(text)
        self.title_folded = folded(self.title)
        return bool(self.title)

    @property
    def undo_left_s(self) -> int:
        """How long the notice about its deletion or archiving still stands."""
        since = self.deleted_at or self.archived_at or timezone.now() - UNDO_SHOWN
        return max(0, round((since + UNDO_SHOWN - timezone.now()).total_seconds()))
