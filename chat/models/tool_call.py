"""One call of a tool by the assistant: claimed once, answered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from chat.errors import InputRefused
from chat.json_input import parse
from chat.models.message import Message
from tools import registry

LEASE = timedelta(seconds=30)


class ToolCallQuerySet(models.QuerySet["ToolCall"]):
    def claimable(self) -> ToolCallQuerySet:
        """Queued ones, and running ones whose runner is gone (its lease ran out)."""
        expired = Q(state=ToolCall.State.RUNNING, leased_until__lt=timezone.now())
        return self.filter(Q(state=ToolCall.State.QUEUED) | expired)

    def claim(self) -> bool:
        """Take the one row of this queryset for this runner; False when somebody else has it."""
        taken = self.claimable().update(
            state=ToolCall.State.RUNNING,
            leased_until=timezone.now() + LEASE,
            attempts=F("attempts") + 1,
        )
        return taken == 1

    def undelivered(self) -> ToolCallQuerySet:
        return self.filter(state__in=ToolCall.FINISHED, delivered_at=None)

    def unfinished(self) -> ToolCallQuerySet:
        return self.exclude(state__in=ToolCall.FINISHED)


class ToolCall(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DENIED = "denied"

    FINISHED = (State.DONE, State.FAILED, State.DENIED)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey("chat.RealtimeSession", models.CASCADE, related_name="tool_calls")
    message = models.OneToOneField("chat.Message", models.CASCADE, related_name="tool_call")
    call_id = models.CharField(max_length=128)
    name = models.CharField(max_length=128)
    arguments_json = models.TextField(blank=True)
    captured_by = models.CharField(
        max_length=10, choices=Message.CapturedBy.choices, default=Message.CapturedBy.BROWSER
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    output = models.JSONField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = ToolCallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "call_id"], name="one_run_a_call")
        ]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def output_item_id(self) -> str:
        """The fixed id of the output item, so that a second delivery is refused by the provider."""
        return self.id.hex

    @property
    def arguments(self) -> dict[str, Any]:
        """As the model gave them; empty when they are not a JSON object."""
        try:
            return parse(self.arguments_json)
        except InputRefused:
            return {}

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def status(self) -> str:
        return self.state

    @property
    def title(self) -> str:
        """What it does, for people; its name when the tool is gone or has no title."""
        tool = registry.find(self.name)
        return (tool.title if tool else "") or self.name

    @property
    def found(self) -> dict[str, Any]:
        """What came of it, beside the sentence."""
        output = self.output or {}
        result = output.get("result")
        if isinstance(result, dict):
            return result
        return {key: output[key] for key in ("result", "error") if output.get(key) is not None}

    @property
    def said(self) -> str:
        """The result in one line, for people."""
        output = self.output or {}
        return str(output.get("message") or output.get("error") or "")

    @property
    def duration_s(self) -> float | None:
        if self.finished_at is None:
            return None
        return (self.finished_at - self.created_at).total_seconds()

    def is_still_ours(self) -> bool:
        """False when the lease ran out and another runner claimed the call."""
        claimed = ToolCall.objects.filter(pk=self.pk, state=self.State.RUNNING)
        return claimed.filter(attempts=self.attempts).exists()

    def finish(self, state: str, output: dict[str, Any]) -> None:
        self.state = state
        self.output = output
        self.finished_at = timezone.now()
        self.leased_until = None
