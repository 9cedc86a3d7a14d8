"""How calls may be made: set by an administrator for everyone, a group or one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from chat.models.preference import Preference
from chat.models.session import RealtimeSession

if TYPE_CHECKING:
    from chat.models.user import User


class CallPolicyQuerySet(models.QuerySet["CallPolicy"]):
    def about(self, user: User) -> CallPolicyQuerySet:
        """Policies that concern this person: by name, by a group, or for everyone."""
        everyone = Q(user=None, group=None)
        return self.filter(Q(user_id=user.pk) | Q(group__user=user.pk) | everyone).distinct()


class CallPolicy(models.Model):
    """An empty field says nothing: the next wider policy decides, and last the setting."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    group = models.OneToOneField("auth.Group", models.CASCADE, null=True, blank=True)
    stopped = models.BooleanField(default=False, help_text="No calls: open ones end, none starts.")
    setup = models.CharField(max_length=10, choices=RealtimeSession.Setup.choices, blank=True)
    transport = models.CharField(
        max_length=9, choices=Preference.Transport.choices, blank=True, default="", db_default=""
    )
    longest_s = models.PositiveIntegerField(null=True, blank=True)
    idle_s = models.PositiveIntegerField(null=True, blank=True)
    at_once = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="call_decisions"
    )
    decided_at = models.DateTimeField(auto_now=True)

    objects = CallPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "call policies"
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) | Q(group=None), name="call_policy_for_user_or_group"
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(user=None, group=None),
                name="one_call_policy_for_everyone",
            ),
        ]

    def __str__(self) -> str:
        return f"calls of {self.user or self.group or 'everyone'}"

    @property
    def precedence(self) -> int:
        """The smallest wins: user before group before everyone."""
        return 0 if self.user_id else 1 if self.group_id else 2
