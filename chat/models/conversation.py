"""What a person keeps: a thread of messages, with the counters that order it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from chat.models.user import User

UNTITLED = "New conversation"
TITLE_CHARACTERS = 60


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User) -> ConversationQuerySet:
        """The one rule of who reaches a conversation; every page and socket looks up through it."""
        return self.filter(owner_id=user.pk, deleted_at=None)

    def recent_first(self) -> ConversationQuerySet:
        return self.order_by(Coalesce("last_message_at", "created_at").desc(), "-id")

    def with_live_mark(self) -> ConversationQuerySet:
        from chat.models.session import RealtimeSession

        open_calls = RealtimeSession.objects.filter(
            conversation=models.OuterRef("pk"), ended_at=None
        )
        return self.annotate(is_live=models.Exists(open_calls))


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations"
    )
    title = models.CharField(max_length=200, blank=True)
    instructions = models.TextField(blank=True)
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

    def next_sequence(self) -> int:
        self.last_sequence += 1
        return self.last_sequence

    def next_revision(self) -> int:
        self.revision += 1
        return self.revision

    def name_after(self, text: str) -> bool:
        """Take the title from the first words said; True when it changed."""
        words = " ".join(text.split())
        if self.title or not words:
            return False
        if len(words) > TITLE_CHARACTERS:
            words = words[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + "…"
        self.title = words[0].upper() + words[1:]
        return True
