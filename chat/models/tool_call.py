"""One call of a tool by the assistant: claimed once, answered once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from chat.errors import InputRefused
from chat.json_input import parse
from chat.models.message import Message
from chat.models.session import RealtimeSession
from tools import registry

LEASE = timedelta(seconds=30)
SLOW_LEASE = timedelta(seconds=15)  # renewed while it works
DONE_AT_ONCE_S = 10.0  # what a fast tool, and a page that runs one, has
DOWNLOADS = "/exports/"
FAILS_AGAIN = {"unknown_tool", "bad_arguments"}  # whatever is tried


class ToolCallQuerySet(models.QuerySet["ToolCall"]):
    def claimable(self, *, by_worker: bool = False) -> ToolCallQuerySet:
        """Queued ones, and running ones whose runner is gone (its lease ran out).

        What was sent to a worker is a worker's, unless none has taken it up in time.

        Not what a browser claims of a call that the server hears itself: that waits for `confirm`.
        """
        expired = Q(state=ToolCall.State.RUNNING, leased_until__lt=timezone.now())
        # Not a join: two claims at once must both look at this row, under its lock.
        attached = RealtimeSession.objects.attached().filter(pk=OuterRef("session_id"))
        is_heard = Q(captured_by=Message.CapturedBy.SERVER) | ~Exists(attached)
        queued = Q(state=ToolCall.State.QUEUED)
        if not by_worker:
            queued &= ~Q(is_slow=True, leased_until__gte=timezone.now())
        return self.filter(queued | expired, is_heard)

    def sent(self) -> ToolCallQuerySet:
        """What waits for a worker, oldest first."""
        return self.filter(state=ToolCall.State.QUEUED, is_slow=True).order_by("created_at")

    def hand_over(self, lease: timedelta) -> bool:
        """The one row of this queryset to a worker; False when it is not ours any more."""
        until = timezone.now() + lease
        state = ToolCall.State.QUEUED
        return self.update(state=state, is_slow=True, leased_until=until) == 1

    def claim(self, *, by_worker: bool = False) -> bool:
        """Take the one row of this queryset for this runner; False when somebody else has it."""
        taken = self.claimable(by_worker=by_worker).update(
            state=ToolCall.State.RUNNING,
            leased_until=timezone.now() + LEASE,
            attempts=F("attempts") + 1,
        )
        return taken == 1

    def queue_again(self, attempts: int) -> bool:
        """For one more run; False when it was run since, or is already under way."""
        failed = self.filter(state=ToolCall.State.FAILED, attempts=attempts)
        anew = {"finished_at": None, "started_at": None, "created_at": timezone.now()}
        return failed.update(state=ToolCall.State.QUEUED, **anew) == 1

    def confirm(self, call: ToolCall, name: str, arguments: str) -> bool:
        """The server has heard what was claimed: True when it is to be run as the server heard it."""
        row = {"message_id": call.message_id, "captured_by": Message.CapturedBy.SERVER}
        claimed = self.filter(pk=call.pk)
        queued = claimed.filter(state=ToolCall.State.QUEUED)
        if queued.update(name=name, arguments_json=arguments, **row):
            return True
        claimed.filter(name=name, arguments_json=arguments).update(**row)
        return False

    def delivered(self, pks: Collection[UUID]) -> None:
        """The provider has their outputs."""
        self.filter(pk__in=pks, delivered_at=None).update(delivered_at=timezone.now())

    def owed_to(self, session: RealtimeSession) -> ToolCallQuerySet:
        """Its own, and those of earlier sessions of its conversation that its replay had not."""
        of_conversation = Q(session__conversation_id=session.conversation_id)
        late = Q(finished_at=None) | Q(finished_at__gt=session.started_at)
        return self.filter(Q(session=session) | (of_conversation & late))

    def of_call(self, session: RealtimeSession) -> ToolCallQuerySet:
        """Of this session, and of those that its call has left."""
        return self.owed_to(session).filter(session__call_started_at=session.call_started_at)

    def undelivered(self) -> ToolCallQuerySet:
        return self.filter(state__in=ToolCall.FINISHED, delivered_at=None)

    def unfinished(self) -> ToolCallQuerySet:
        return self.exclude(state__in=ToolCall.FINISHED)

    def awaited(self) -> ToolCallQuerySet:
        """Unfinished ones that an answer waits for: a slow tool's comes with an answer of its own."""
        return self.unfinished().exclude(is_slow=True).exclude(state=ToolCall.State.WAITING)

    def unannounced(self) -> ToolCallQuerySet:
        """Whose output will take a while, as the model has not said yet."""
        waiting = Q(state=ToolCall.State.WAITING)
        slow = Q(is_slow=True, state__in=(ToolCall.State.QUEUED, ToolCall.State.RUNNING))
        return self.filter(waiting | slow, announced_at=None)

    def awaited_by_server(self) -> ToolCallQuerySet:
        """Unfinished ones that will be run: a claim may never be confirmed."""
        claims = Q(captured_by=Message.CapturedBy.BROWSER, state=ToolCall.State.QUEUED)
        return self.awaited().exclude(claims)


class ToolCall(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"
        DENIED = "denied"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    FINISHED = (State.DONE, State.FAILED, State.DENIED, State.EXPIRED, State.CANCELLED)

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
    is_slow = models.BooleanField(default=False, db_default=False)
    progress = models.FloatField(null=True, blank=True)
    progress_said = models.CharField(max_length=200, blank=True, default="", db_default="")
    announced_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
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
    def arguments_hash(self) -> str:
        """Of the tool and its arguments, as the model wrote them."""
        told = f"{self.name}\n{self.arguments_json}"
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def may_be_cancelled(self) -> bool:
        """It takes a while, and is not over. One that waits for an answer is denied instead."""
        return self.is_slow and self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def may_run_again(self) -> bool:
        """It failed, and not for what would fail again."""
        error = (self.output or {}).get("error")
        return self.state == self.State.FAILED and error not in FAILS_AGAIN

    @property
    def status(self) -> str:
        return self.state

    @property
    def row_status(self) -> str:
        """The status of the row that stands for it."""
        Status = Message.Status
        if not self.is_finished:
            return Status.LIVE
        return Status.FINAL if self.state == self.State.DONE else Status.FAILED

    @property
    def title(self) -> str:
        """What it does, for people; its name when the tool is gone or has no title."""
        return registry.title_of(self.name)

    @property
    def icon(self) -> str:
        """Of its tool."""
        tool = registry.find(self.name)
        return tool.icon if tool else "wrench"

    @property
    def explained(self) -> str:
        """What it means for the person that the tool runs."""
        tool = registry.find(self.name)
        return tool.explained if tool else ""

    @property
    def download(self) -> str:
        """The address of a file that it has made; empty when there is none."""
        address = str(self.found.get("download", ""))
        return address if address.startswith(DOWNLOADS) else ""

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
        return (self.finished_at - (self.started_at or self.created_at)).total_seconds()

    @property
    def ours(self) -> ToolCallQuerySet:
        """Its row, as long as this runner has it: no lease ran out, nobody cancelled."""
        claimed = ToolCall.objects.filter(pk=self.pk, state=self.State.RUNNING)
        return claimed.filter(attempts=self.attempts)

    def start(self, lease: timedelta = LEASE) -> bool:
        """Its work begins; False when another runner has it by now."""
        now = timezone.now()
        if not self.ours.update(started_at=now, leased_until=now + lease):
            return False
        self.started_at = now
        return True

    def renew(self, lease: timedelta, **news: Any) -> bool:
        """Keep it for longer; False when it was cancelled, or another runner has it."""
        return self.ours.update(leased_until=timezone.now() + lease, **news) == 1

    def finish(self, state: str, output: dict[str, Any]) -> None:
        self.state = state
        self.output = output
        self.finished_at = timezone.now()
        self.leased_until = None
