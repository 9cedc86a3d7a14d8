"""A text file that a person keeps. In the database: any web process has it, and one backup holds all."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

MOST = 500
MAX_NAME = 100
MAX_BYTES = 256 * 1024
STANDS = timedelta(seconds=60)
KEPT = timedelta(days=7)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def there(self) -> StoredFileQuerySet:
        return self.filter(deleted_at=None)

    def gone(self) -> StoredFileQuerySet:
        """What can still be had back."""
        return self.filter(deleted_at__gt=timezone.now() - KEPT)

    def shown(self) -> StoredFileQuerySet:
        """What is there, and what went a moment ago."""
        return self.filter(Q(deleted_at=None) | Q(deleted_at__gt=timezone.now() - STANDS))

    def over(self) -> StoredFileQuerySet:
        return self.filter(deleted_at__lte=timezone.now() - KEPT)

    def total_bytes(self) -> int:
        return int(self.aggregate(total=Sum("size"))["total"] or 0)

    def without_content(self) -> StoredFileQuerySet:
        return self.defer("content")


class StoredFile(models.Model):
    """`key` is what two names have in common that a person would take for the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stored_files")
    name = models.CharField(max_length=MAX_NAME)
    key = models.CharField(max_length=3 * MAX_NAME, editable=False)
    content = models.TextField(blank=True)
    size = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ("key", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=Q(deleted_at=None), name="one_file_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_gone(self) -> bool:
        return self.deleted_at is not None

    @property
    def lines(self) -> int:
        return len(self.content.splitlines())

    def fill(self, content: str) -> None:
        self.content = content
        self.size = len(content.encode())


def key_of(name: str) -> str:
    """Compatible letters and case make no other file; NFKC may make one letter several."""
    return unicodedata.normalize("NFKC", name).casefold()[: 3 * MAX_NAME]
