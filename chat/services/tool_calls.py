"""Run the assistant's tool calls: each claimed, checked, and set to work by the kind of its tool."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.models import ToolCall
from chat.models.tool_call import LEASE, SLOW_LEASE
from chat.services import approvals, browser_tools, history, slow_tools, tool_results
from tools import execution
from tools.base import Kind, ToolResult, failure

# Of a call whose runners die one after the other, perhaps of it.
MOST_ATTEMPTS = 8
LEFT_BEHIND = timedelta(seconds=5)


class Prepared(NamedTuple):
    """A fast tool's call, claimed and checked: `carry_out` runs it."""

    call: ToolCall
    ready: execution.Ready


class _Late(Exception):
    """Another has it by now: what the tool changed is undone."""


def run(call_id: UUID) -> None:
    """What is fast is over when this returns; nothing when somebody else has claimed it."""
    if prepared := begin(call_id):
        carry_out(prepared)


def begin(call_id: UUID, runs: Kind = Kind.FAST) -> Prepared | None:
    """Claim and check it; what is refused is answered, what does not run here is set on its way."""
    if not ToolCall.objects.filter(pk=call_id).claim(by_worker=runs is Kind.SLOW):
        return None
    whose = ("session__user", "session__conversation__assistant")
    call = ToolCall.objects.select_related(*whose).get(pk=call_id)
    checked = _checked(call)
    if isinstance(checked, ToolResult):
        tool_results.finish(call, checked)
        return None
    if checked.asks and not approvals.covers(call):
        approvals.ask(call)
        return None
    if checked.tool.kind is not runs and checked.tool.kind in BEGIN:
        BEGIN[checked.tool.kind](call, checked)
        return None
    lease = SLOW_LEASE if runs is Kind.SLOW else LEASE
    return Prepared(call, checked) if call.start(lease) else None


def carry_out(prepared: Prepared) -> None:
    """Run a fast tool. What it changes here is changed together with the storing of its result."""
    with (
        suppress(_Late),
        transaction.atomic() if prepared.ready.tool.changes_rows else nullcontext(),
    ):
        _carry_out(prepared)


def give_up(prepared: Prepared) -> None:
    """Its time is up, or others of its tool hang: whatever it still does, the call goes on."""
    tool_results.finish(prepared.call, failure(execution.TOO_SLOW, "The tool took too long."))


def run_left(run: Callable[[UUID], None] = run) -> int:
    """Run what a crash left behind; the number run."""
    due = ToolCall.objects.claimable().filter(created_at__lt=timezone.now() - LEFT_BEHIND)
    left = list(due.filter(session__conversation__deleted_at=None).values_list("pk", flat=True))
    for call_id in left:
        run(call_id)
    return len(left)


def _checked(call: ToolCall) -> execution.Ready | ToolResult:
    """Of what the person is permitted, an assistant uses what it was given; asked when it runs."""
    assistant = call.session.conversation.assistant
    if assistant and not assistant.uses(call.name):
        return failure(execution.DENIED, f"{assistant.name} does not use this tool.")
    checked = execution.check(call.session.user, call.name, call.arguments_json)
    if isinstance(checked, ToolResult):
        return checked
    if call.started_at and checked.tool.acts_outside:
        return failure("unknown_outcome", "It broke off. It may have done its work, or not.")
    if call.started_at and call.attempts > MOST_ATTEMPTS:
        return failure("broken_off", "It broke off again and again.")
    return checked


def _carry_out(prepared: Prepared) -> None:
    """Raises _Late."""
    call = prepared.call
    result = execution.perform(prepared.ready, history.context_of(call.session.user))
    if not tool_results.finish(call, result):
        raise _Late


# How a call begins whose tool does not run here and now.
BEGIN: dict[Kind, Callable[[ToolCall, execution.Ready], None]] = {
    Kind.SLOW: slow_tools.begin,
    Kind.BROWSER: browser_tools.begin,
}
