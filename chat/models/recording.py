"""The sound of a message that a person recorded and wants to keep; its file is in DATA_DIR."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from uuid_utils.compat import uuid7

from chat.models.conversation import UNDO_TAKEN, Conversation
from chat.models.message import Message
from chat.models.user import User

# Written down and not sent: for so long it can still become a message.
UNSENT_KEPT = timedelta(days=1)


class RecordingQuerySet(models.QuerySet["Recording"]):
    def of(self, user: User) -> RecordingQuerySet:
        return self.filter(conversation__in=Conversation.objects.visible_to(user))

    def bytes_of(self, user: User) -> int:
        """All that is kept for somebody, what can be brought back by an Undo too."""
        mine = self.filter(conversation__owner=user)
        return int(mine.aggregate(sum=Sum("size"))["sum"] or 0)

    def done_with(self) -> RecordingQuerySet:
        """Their message or conversation was deleted, or they were never sent."""
        now = timezone.now()
        unsent = Q(message=None, created_at__lt=now - UNSENT_KEPT)
        deleted = Q(message__status=Message.Status.DELETED)
        return self.filter(unsent | deleted | Q(conversation__deleted_at__lt=now - UNDO_TAKEN))


class Recording(models.Model):
    class Container(models.TextChoices):
        WEBM = "webm"
        MP4 = "mp4"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="recordings")
    message = models.OneToOneField("chat.Message", models.CASCADE, null=True, blank=True)
    client_id = models.UUIDField()
    container = models.CharField(max_length=4, choices=Container.choices)
    milliseconds = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    transcript = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "client_id"], name="recording_client_id_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milliseconds / 1000:.1f} s of {self.conversation_id}"

    @property
    def path(self) -> Path:
        """A name of our own; nothing that a browser said is in it."""
        name = self.id.hex
        return folder() / name[-2:] / f"{name}.{self.container}"

    @property
    def media_type(self) -> str:
        return f"audio/{self.container}"


def folder() -> Path:
    return Path(settings.DATA_DIR) / "recordings"
