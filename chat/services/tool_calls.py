"""Run the assistant's tool calls: each once, its answer kept until the provider has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Exists
from django.utils import timezone

from chat import broadcasts
from chat.models import Message, RealtimeSession, ToolCall
from chat.services import history
from chat.services.thread import Thread, writing
from tools import execution
from tools.base import ToolResult, failure

LEFT_BEHIND = timedelta(seconds=5)
MAX_ITEM_BYTES = 16 * 1024
NOT_ALLOWED = {execution.DENIED, execution.NEEDS_APPROVAL}

State = ToolCall.State


class Outputs(NamedTuple):
    """Items that the provider must still get; `respond` when nothing else is awaited."""

    items: list[dict[str, Any]]
    respond: bool


def run(call_id: UUID) -> None:
    """Claim the call, run its tool, store and announce the result; nothing when it is claimed."""
    if not ToolCall.objects.filter(pk=call_id).claim():
        return
    whose = ("session__user", "session__conversation__assistant")
    call = ToolCall.objects.select_related(*whose).get(pk=call_id)
    result = _result(call)
    with writing(call.session.user, call.session.conversation_id) as thread:
        if not call.is_still_ours():
            return
        _finish(thread, call, result)
    broadcasts.outputs_due(_holder(call.session))


def run_left() -> int:
    """Run what a crash left behind; the number run."""
    due = ToolCall.objects.claimable().filter(created_at__lt=timezone.now() - LEFT_BEHIND)
    left = list(due.filter(session__conversation__deleted_at=None).values_list("pk", flat=True))
    for call_id in left:
        run(call_id)
    return len(left)


def outputs_due(session: RealtimeSession, *, for_server: bool = False) -> Outputs:
    """What is over gets nothing more; a later session's replay carries it.

    What was called in a session that the call has left comes with its call, which this one lacks.
    While the server hears the call itself it also delivers: then a tab has nothing to do.
    """
    holder = RealtimeSession.objects.open().filter(pk=session.pk)
    if not for_server:
        holder = holder.exclude(attached_until__gt=timezone.now())
    calls = ToolCall.objects.owed_to(session).filter(Exists(holder))
    due = list(calls.undelivered().select_related("message").order_by("created_at"))
    awaited = calls.awaited_by_server() if for_server else calls.unfinished()
    items = [item for call in due for item in _items(call, session)]
    return Outputs(items, bool(due) and not awaited.exists())


def call_item(call: ToolCall) -> dict[str, Any]:
    """The call as an item of a replay (protocol: `function_call`)."""
    return {
        "id": call.message.own_item_id,
        "type": "function_call",
        "call_id": call.call_id,
        "name": call.name,
        "arguments": cut(call.arguments_json),
    }


def output_item(call: ToolCall) -> dict[str, Any]:
    """The answer as an item (protocol: `function_call_output`)."""
    output = call.output or {"success": False, "message": "The tool has not finished."}
    return {
        "id": call.output_item_id,
        "type": "function_call_output",
        "call_id": call.call_id,
        "output": cut(msgspec.json.encode(output).decode()),
    }


def cut(text: str) -> str:
    """What fits an item: a data channel takes no message of any size."""
    return text.encode()[:MAX_ITEM_BYTES].decode(errors="ignore")


def _items(call: ToolCall, session: RealtimeSession) -> list[dict[str, Any]]:
    is_known = call.session_id == session.pk
    return [output_item(call)] if is_known else [call_item(call), output_item(call)]


def _holder(session: RealtimeSession) -> RealtimeSession:
    """The session that the call is in by now; itself when there is none."""
    now = RealtimeSession.objects.open().filter(
        conversation_id=session.conversation_id, call_started_at=session.call_started_at
    )
    return now.first() or session


def _result(call: ToolCall) -> ToolResult:
    """Of what the person is permitted, an assistant uses what it was given; asked when it runs."""
    assistant = call.session.conversation.assistant
    if assistant and not assistant.uses(call.name):
        return failure(execution.DENIED, f"{assistant.name} does not use this tool.")
    return execution.run(history.context_of(call.session.user), call.name, call.arguments_json)


def _finish(thread: Thread, call: ToolCall, result: ToolResult) -> None:
    call.finish(_state_of(result), result.as_output())
    call.save(update_fields=["state", "output", "finished_at", "leased_until"])
    message = thread.conversation.messages.get(pk=call.message_id)
    if message.role != Message.Role.TOOL:
        return  # a browser claimed the call; the server has heard since that it was something else
    message.status = call.row_status
    thread.change(message)


def _state_of(result: ToolResult) -> State:
    if result.success:
        return State.DONE
    return State.DENIED if result.error in NOT_ALLOWED else State.FAILED
