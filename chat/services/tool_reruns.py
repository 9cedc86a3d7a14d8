"""A person has a failed tool call run once more: with the permission of that moment, each click once."""

from __future__ import annotations

from uuid import UUID

from chat import broadcasts
from chat.errors import Refusal
from chat.models import Message, ToolCall, User
from chat.services import tool_results
from chat.services.thread import Thread, writing
from tools import registry

ASKS_FIRST = Refusal(
    "asks_first",
    "This tool changes something. It may have done so before it failed, and would do it again.",
    status=409,
)
NOT_AGAIN = Refusal("not_again", "This call cannot be run again, or was just now.", status=409)


def queue_again(
    user: User, conversation_id: UUID, call_id: UUID, attempts: int, *, confirmed: bool
) -> None:
    """Whoever calls this runs it; `attempts` is how often it had been run when the person looked.

    Raises Refusal `not_found`, `not_again`, and `asks_first` for a tool with effects.
    """
    with writing(user, conversation_id) as thread:
        call = _find(thread, call_id)
        tool = registry.find(call.name)
        if tool and tool.has_effects and not confirmed:
            raise ASKS_FIRST
        if not ToolCall.objects.filter(pk=call.pk).queue_again(attempts):
            raise NOT_AGAIN
        call.message.status = Message.Status.LIVE
        thread.change(call.message)


def tell(call: ToolCall) -> None:
    """Of a relayed call the server gives the provider the new output; of any other its page does."""
    holder = tool_results.holder_of(call.session)
    if call.state == ToolCall.State.DONE and holder.is_open and holder.is_relayed:
        ToolCall.objects.filter(pk=call.pk).update(delivered_at=None)
        broadcasts.outputs_due(holder)


def _find(thread: Thread, call_id: UUID) -> ToolCall:
    calls = ToolCall.objects.filter(session__conversation=thread.conversation)
    call = calls.select_related("message").filter(pk=call_id).first()
    if call is None:
        raise Refusal("not_found", "There is no such call of a tool.", status=404)
    if not call.may_run_again or call.message.status == Message.Status.DELETED:
        raise NOT_AGAIN
    return call
