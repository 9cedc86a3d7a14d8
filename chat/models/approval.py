"""What a person is asked before a tool runs, and what they have decided."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from chat.models.tool_call import ToolCall
from tools import registry


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def pending(self) -> ApprovalQuerySet:
        return self.filter(decision="")

    def overdue(self) -> ApprovalQuerySet:
        return self.pending().filter(expires_at__lte=timezone.now())

    def asked_of(self, user_id: int) -> ApprovalQuerySet:
        """What waits for this person, oldest first."""
        mine = Q(call__session__conversation__owner_id=user_id)
        waiting = self.pending().filter(mine, call__session__conversation__deleted_at=None)
        return waiting.order_by("asked_at")

    def decide(self, decision: str, **by: Any) -> bool:
        """The one row of this queryset; False when it was decided before."""
        now = timezone.now()
        return self.pending().update(decision=decision, decided_at=now, **by) == 1


class Approval(models.Model):
    class Decision(models.TextChoices):
        ONCE = "once"
        CONVERSATION = "conversation"
        DENIED = "denied"
        EXPIRED = "expired"
        WITHDRAWN = "withdrawn"

    ALLOWING = (Decision.ONCE, Decision.CONVERSATION)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    call = models.OneToOneField(ToolCall, models.CASCADE, related_name="approval")
    arguments_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    decided_on = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["decision", "expires_at"])]

    def __str__(self) -> str:
        return f"{self.call.name} {self.decision or 'asked'}"

    @property
    def allows(self) -> bool:
        """What it was given for: this tool with these arguments."""
        return self.decision in self.ALLOWING and self.arguments_hash == self.call.arguments_hash


class ToolGrantQuerySet(models.QuerySet["ToolGrant"]):
    def standing(self) -> ToolGrantQuerySet:
        return self.filter(revoked_at=None)

    def of(self, user_id: int) -> ToolGrantQuerySet:
        mine = self.standing().filter(conversation__owner_id=user_id)
        return mine.filter(conversation__deleted_at=None).select_related("conversation")

    def revoke(self) -> bool:
        return self.standing().update(revoked_at=timezone.now()) > 0


class ToolGrant(models.Model):
    """A tool that a person has allowed for the rest of a conversation, whatever its arguments."""

    conversation = models.ForeignKey(
        "chat.Conversation", models.CASCADE, related_name="tool_grants"
    )
    tool = models.CharField(max_length=128)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ToolGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "tool"],
                condition=Q(revoked_at=None),
                name="one_standing_grant_a_tool",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} in {self.conversation}"

    @property
    def title(self) -> str:
        """What the tool does, for people."""
        found = registry.find(self.tool)
        return (found.title if found else "") or self.tool
