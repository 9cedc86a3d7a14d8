"""Who may use which tool: a decision, with who made it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class ToolPolicyQuerySet(models.QuerySet["ToolPolicy"]):
    def about(self, user: AbstractBaseUser) -> ToolPolicyQuerySet:
        """Decisions that concern this user: by name, by a group, or for everyone."""
        everyone = Q(user=None, group=None)
        return self.filter(Q(user_id=user.pk) | Q(group__user=user.pk) | everyone).distinct()


class ToolPolicy(models.Model):
    class Decision(models.TextChoices):
        """From the strictest on."""

        NEVER = "never"
        ASK = "ask"
        ALWAYS = "always"

    tool = models.CharField(max_length=128)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    group = models.ForeignKey("auth.Group", models.CASCADE, null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tool_decisions"
    )
    decided_at = models.DateTimeField(auto_now=True)

    objects = ToolPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tool policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) | Q(group=None), name="policy_for_user_or_group"
            ),
            models.UniqueConstraint(
                fields=["tool"], condition=Q(user=None, group=None), name="one_policy_for_everyone"
            ),
            models.UniqueConstraint(fields=["tool", "user"], name="one_policy_a_user"),
            models.UniqueConstraint(fields=["tool", "group"], name="one_policy_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.tool}: {self.decision} for {self.user or self.group or 'everyone'}"

    @property
    def precedence(self) -> tuple[int, int]:
        """The smallest wins: user before group before everyone; among equals the strictest."""
        subject = 0 if self.user_id else 1 if self.group_id else 2
        return subject, self.Decision.values.index(self.decision)
