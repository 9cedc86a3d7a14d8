"""What the provider gets of tool calls: each output as an item, kept until it has it."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.db.models import Exists
from django.utils import timezone

from chat.models import RealtimeSession, ToolCall
from chat.models.tool_call import ToolCallQuerySet

MAX_ITEM_BYTES = 16 * 1024


class Outputs(NamedTuple):
    """Items that the provider must still get; `respond` when nothing else is awaited."""

    items: list[dict[str, Any]]
    respond: bool


def due(session: RealtimeSession, *, for_server: bool = False) -> Outputs:
    """What is over gets nothing more; a later session's replay carries it.

    What was called in another session comes with its call, which this one lacks.
    While the server hears the call itself it also delivers: then a tab has nothing to do.
    """
    calls = held_by(session, for_server=for_server)
    found = list(calls.undelivered().select_related("message").order_by("created_at"))
    awaited = calls.of_call(session)
    awaited = awaited.awaited_by_server() if for_server else awaited.awaited()
    items = [item for call in found for item in _items(call, session)]
    return Outputs(items, bool(found) and not awaited.exists())


def held_by(session: RealtimeSession, *, for_server: bool = False) -> ToolCallQuerySet:
    """The calls that this session's holder, a tab or the server, is to tell its provider of."""
    holder = RealtimeSession.objects.open().filter(pk=session.pk)
    if not for_server:
        holder = holder.exclude(attached_until__gt=timezone.now())
    return ToolCall.objects.owed_to(session).filter(Exists(holder))


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
