"""Slow tools are left to a worker: the thread shows them at once, and the call goes on meanwhile."""

from __future__ import annotations

from datetime import timedelta

from chat import broadcasts, queue
from chat.models import ToolCall
from chat.services import tool_results
from chat.services.thread import writing
from tools import execution
from tools.base import failure

# Of one person, under way or waiting for a worker.
MOST_OF_ONE = 3
# So long a worker may take to hear of a call, until it is sent again.
SENT_FOR = timedelta(seconds=30)
TOO_MANY = failure("busy", "There is enough under way already. Wait until something is finished.")


def begin(call: ToolCall, ready: execution.Ready) -> None:
    mine = ToolCall.objects.unfinished().filter(session__user=call.session.user_id, is_slow=True)
    if mine.exclude(pk=call.pk).count() >= MOST_OF_ONE:
        tool_results.finish(call, TOO_MANY)
        return
    with writing(call.session.user, call.session.conversation_id) as thread:
        if not call.ours.hand_over(SENT_FOR):
            return
        tool_results.redraw(thread, call)
        queue.run_slow_tool(call.pk)
    broadcasts.outputs_due(tool_results.holder_of(call.session), delayed=True)
