"""The log of decisions about tools: who decided what for whom, and when. Only ever added to."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class NeverChanged(Exception):
    """Somebody tried to rewrite what was decided."""


class ToolDecisionQuerySet(models.QuerySet["ToolDecision"]):
    def update(self, **fields: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged

    def newest_first(self) -> ToolDecisionQuerySet:
        return self.order_by("-decided_at", "-pk")


class ToolDecision(models.Model):
    """Names as they were at that time: the row outlives users, groups and tools."""

    class Subject(models.TextChoices):
        EVERYONE = "everyone"
        GROUP = "group"
        PERSON = "person"
        SELF = "self", "their own switch"

    tool = models.CharField(max_length=128)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    whom = models.CharField(max_length=254, blank=True)
    # never, ask or always; empty when it was taken back; on or off for a person's own switch
    decision = models.CharField(max_length=10, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=254)
    decided_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = ToolDecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.tool}: {self.decision or 'taken back'} for {self.whom or 'everyone'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged
