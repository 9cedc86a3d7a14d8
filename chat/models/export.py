"""An archive of conversations that a person may download for a while."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user_id: int) -> ExportQuerySet:
        return self.filter(owner_id=user_id, expires_at__gt=timezone.now())

    def overdue(self) -> ExportQuerySet:
        return self.filter(expires_at__lte=timezone.now())


class Export(models.Model):
    """The row and its file: the file is there first, and goes first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    conversations = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = ExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.conversations} conversations of {self.owner}"

    @property
    def path(self) -> Path:
        return settings.DATA_DIR / "exports" / f"{self.pk}.zip"

    @property
    def file_name(self) -> str:
        return f"parley-{self.created_at:%Y-%m-%d}.zip"
