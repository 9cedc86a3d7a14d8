"""Run slow tools, in a worker: they show how far they are, can be cancelled, and outlive their call."""

from __future__ import annotations

import threading
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from chat import queue
from chat.models import ToolCall
from chat.services import history, tool_calls, tool_results
from chat.services.tool_calls import Prepared
from chat.services.watching import Watching
from tools import execution
from tools.base import Cancelled, Kind

# The worker's other threads have the sweeps to do.
_slots = threading.BoundedSemaphore(settings.SLOW_TOOLS_AT_ONCE)


def run(call_id: UUID) -> None:
    """Until it is finished, cancelled, or another's; nothing when there is no room."""
    if not _slots.acquire(blocking=False):
        return  # whoever is finished first takes it up
    try:
        if prepared := tool_calls.begin(call_id, Kind.SLOW):
            _carry_out(prepared)
    finally:
        _slots.release()
    if waiting := ToolCall.objects.sent().first():
        queue.run_slow_tool(waiting.pk)


def _carry_out(prepared: Prepared) -> None:
    call = prepared.call
    with Watching(call) as watching:
        context = replace(history.context_of(call.session.user), progress=watching)
        try:
            result = execution.perform(prepared.ready, context)
        except Cancelled:
            return
    tool_results.finish(call, result)
