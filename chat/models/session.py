"""One connection to the provider, by any transport."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

UNSEEN_LIMIT = timedelta(seconds=30)


class RealtimeSessionQuerySet(models.QuerySet["RealtimeSession"]):
    def open(self) -> RealtimeSessionQuerySet:
        return self.filter(ended_at=None)

    def stale(self) -> RealtimeSessionQuerySet:
        return self.open().filter(last_seen_at__lt=timezone.now() - UNSEEN_LIMIT)


class RealtimeSession(models.Model):
    class Transport(models.TextChoices):
        WEBRTC = "webrtc"

    class State(models.TextChoices):
        STARTING = "starting"
        LIVE = "live"
        ENDED = "ended"

    class Output(models.TextChoices):
        AUDIO = "audio"
        TEXT = "text"

    class EndReason(models.TextChoices):
        ENDED = "ended"
        LEFT = "left"
        FAILED = "failed"
        LOST = "lost"
        TAKEN_OVER = "taken_over"
        LOGGED_OUT = "logged_out"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey("chat.Conversation", models.CASCADE, related_name="sessions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    client_id = models.UUIDField()
    device = models.UUIDField()
    login = models.CharField(max_length=64, blank=True)
    transport = models.CharField(max_length=10, choices=Transport.choices, default=Transport.WEBRTC)
    output = models.CharField(max_length=5, choices=Output.choices, default=Output.AUDIO)
    model = models.CharField(max_length=100)
    voice = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTING)
    provider_session_id = models.CharField(max_length=128, blank=True)
    relayed_through = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True)

    objects = RealtimeSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="one_start_a_click"),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(ended_at=None),
                name="one_open_call_a_conversation",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "started_at"]),
            models.Index(fields=["ended_at", "last_seen_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.transport} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def end(self, reason: str) -> None:
        self.state = self.State.ENDED
        self.end_reason = reason
        self.ended_at = timezone.now()

    def reopen(self) -> None:
        """A call that was thought lost goes on: its tab was only away from us."""
        self.state = self.State.LIVE
        self.end_reason = ""
        self.ended_at = None
