"""A task, an event or a note that a person keeps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from chat.plain_text import folded

MOST = 1_000
MAX_TITLE = 200
MAX_TEXT = 4_000
MAX_TAGS = 10
MAX_TAG = 40
MAX_ZONE = 64
# What was deleted stands in its place for so long, and can be had back for so many days.
STANDS = timedelta(seconds=60)
KEPT = timedelta(days=7)
MAX_WORDS = 8


class ItemQuerySet(models.QuerySet["Item"]):
    def there(self) -> ItemQuerySet:
        return self.filter(deleted_at=None)

    def gone(self) -> ItemQuerySet:
        """What can still be had back."""
        return self.filter(deleted_at__gt=timezone.now() - KEPT)

    def shown(self) -> ItemQuerySet:
        """What is there, and what went a moment ago."""
        return self.filter(Q(deleted_at=None) | Q(deleted_at__gt=timezone.now() - STANDS))

    def over(self) -> ItemQuerySet:
        return self.filter(deleted_at__lte=timezone.now() - KEPT)

    def with_words(self, text: str) -> ItemQuerySet:
        found = self
        for word in folded(text).split()[:MAX_WORDS]:
            found = found.filter(folded__contains=word)
        return found

    def in_order(self) -> ItemQuerySet:
        """Open before done, the next before the later, the newest of what has no date."""
        when = (F("starts_on").asc(nulls_last=True), F("starts_at").asc(nulls_first=True))
        return self.order_by(F("done_at").desc(nulls_first=True), *when, "-created_at", "-pk")


class Item(models.Model):
    """Days and times are those of a clock in `zone`, for an appointment is at nine whatever the law says.

    A task's `starts_on` is when it is due. `before` is what an assistant's last change replaced.
    """

    class Kind(models.TextChoices):
        TASK = "task"
        EVENT = "event"
        NOTE = "note"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    title = models.CharField(max_length=MAX_TITLE)
    text = models.TextField(blank=True, max_length=MAX_TEXT)
    starts_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=MAX_ZONE, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    tags = models.JSONField(default=list, blank=True)
    folded = models.TextField(editable=False)
    before = models.JSONField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "deleted_at", "kind"], name="items_of_a_person")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = searchable(self)
        super().save(*args, **kwargs)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_gone(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_late(self) -> bool:
        """A task whose time has passed, by its own clock."""
        if self.kind != self.Kind.TASK or self.is_done or self.starts_on is None:
            return False
        now = datetime.now(ZoneInfo(self.zone or settings.TIME_ZONE))
        due = datetime.combine(self.starts_on, self.starts_at or time.max)
        return due < now.replace(tzinfo=None)

    @property
    def start(self) -> tuple[date, time] | None:
        return (self.starts_on, self.starts_at or time.min) if self.starts_on else None

    @property
    def end(self) -> tuple[date, time] | None:
        return (self.ends_on, self.ends_at or time.max) if self.ends_on else None


def searchable(item: Item) -> str:
    """What words are looked for in; `#home` finds the tag."""
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return folded(f"{item.title}\n{item.text}\n{tags} ")
