"""Something that the assistant told a person beside the conversation; kept for the hour that limits it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

MAX_CHARACTERS = 200
MOST_A_MINUTE = 6
MOST_AN_HOUR = 30
STILL_NEWS = timedelta(seconds=60)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def within(self, span: timedelta) -> NotificationQuerySet:
        return self.filter(created_at__gt=timezone.now() - span)


class Notification(models.Model):
    class Level(models.TextChoices):
        SUCCESS = "success"
        INFO = "info"
        WARNING = "warning"
        ERROR = "error"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    level = models.CharField(max_length=7, choices=Level.choices)
    text = models.CharField(max_length=MAX_CHARACTERS)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
