"""Run a failed tool call once more."""

from uuid import UUID

import msgspec
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import ToolCall, User
from chat.realtime import tool_runs
from chat.services import tool_outputs, tool_reruns
from chat.views.json_view import body_of, done, json_view


class RunBody(msgspec.Struct, frozen=True):
    attempts: int = 0
    confirmed: bool = False


@json_view
async def run(
    request: HttpRequest, user: User, conversation_id: UUID, call_id: UUID
) -> HttpResponse:
    """Answered by its output as an item: what the model was told before is to be replaced by it."""
    body = body_of(request, RunBody)
    await done(_queue_again, user, conversation_id, call_id, body)
    await tool_runs.run(call_id)
    call = await done(ToolCall.objects.select_related("message").get, Q(pk=call_id))
    content = {"state": call.state, "item": tool_outputs.output_item(call)}
    return JsonResponse(content, status=201)


def _queue_again(user: User, conversation_id: UUID, call_id: UUID, body: RunBody) -> None:
    tool_reruns.queue_again(user, conversation_id, call_id, body.attempts, confirmed=body.confirmed)
