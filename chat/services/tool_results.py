"""How a tool call ends: its result stored once, whoever has it, and announced."""

from __future__ import annotations

import logging

from django.db import transaction

from chat import broadcasts
from chat.models import Message, RealtimeSession, ToolCall
from chat.services.thread import Thread, writing
from tools import execution
from tools.base import ToolResult, failure

State = ToolCall.State

# By the error of a result; any other is a failure.
STATES = {
    execution.DENIED: State.DENIED,
    execution.REFUSED: State.DENIED,
    execution.EXPIRED: State.EXPIRED,
    execution.CANCELLED: State.CANCELLED,
}

logger = logging.getLogger(__name__)


def finish(call: ToolCall, result: ToolResult) -> bool:
    """By its runner; False when it is another's by now, or over."""
    with writing(call.session.user, call.session.conversation_id) as thread:
        if not call.ours.update(leased_until=None):
            return False
        settle(thread, call, _with_effect(call, result))
    return True


def settle(thread: Thread, call: ToolCall, result: ToolResult) -> None:
    """End a call within the thread's transaction: whoever calls this has seen that it may."""
    call.finish(_state_of(result), result.as_output())
    call.save(update_fields=["state", "output", "started_at", "finished_at", "leased_until"])
    redraw(thread, call)
    broadcasts.outputs_due(holder_of(call.session))


def redraw(thread: Thread, call: ToolCall) -> None:
    message = thread.conversation.messages.get(pk=call.message_id)
    if message.role != Message.Role.TOOL or message.status == Message.Status.DELETED:
        return  # a browser claimed the call; the server has heard since that it was something else
    message.status = call.row_status
    thread.change(message)


def holder_of(session: RealtimeSession) -> RealtimeSession:
    """The session that the conversation is in by now; itself when there is none."""
    now = RealtimeSession.objects.open().filter(conversation_id=session.conversation_id)
    return now.first() or session


def _with_effect(call: ToolCall, result: ToolResult) -> ToolResult:
    if result.effect is None:
        return result
    try:
        with transaction.atomic():
            result.effect()
    except Exception:  # as of the tool itself: its fault must not keep the call open
        logger.exception("the effect of %s crashed", call.name)
        return failure("crashed", "The tool did not work. The fault was logged.")
    return result


def _state_of(result: ToolResult) -> State:
    return State.DONE if result.success else STATES.get(result.error, State.FAILED)
