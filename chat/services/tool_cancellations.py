"""A person stops a slow tool: its call is over at once, and its runner finds out."""

from __future__ import annotations

from uuid import UUID

from chat.errors import Refusal
from chat.models import ToolCall, User
from chat.services import approvals, tool_results
from chat.services.thread import Thread, writing
from tools import execution
from tools.base import failure

OVER = Refusal("over", "It is over already.", status=409)
NOT_SLOW = Refusal("not_slow", "That is done before it could be stopped.", status=409)
CANCELLED = failure(execution.CANCELLED, "The person has cancelled it.")


def cancel(user: User, conversation_id: UUID, call_id: UUID, device_name: str = "") -> None:
    """What the tool finds after this is nobody's. Raises Refusal: not_found, over, not_slow."""
    with writing(user, conversation_id) as thread:
        call = _find(thread, call_id)
        if not (call.is_slow or call.state == ToolCall.State.WAITING):
            raise OVER if call.is_finished else NOT_SLOW
        # Its runner's conditional updates wait for this one, and then find nothing of theirs.
        if not ToolCall.objects.filter(pk=call.pk).unfinished().update(leased_until=None):
            raise OVER
        approvals.withdraw(thread, call, device_name)
        tool_results.settle(thread, call, CANCELLED)


def _find(thread: Thread, call_id: UUID) -> ToolCall:
    calls = ToolCall.objects.filter(session__conversation=thread.conversation)
    call = calls.select_related("session__user").filter(pk=call_id).first()
    if call is None:
        raise Refusal("not_found", "There is no such call of a tool.", status=404)
    return call
