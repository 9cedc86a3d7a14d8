"""Run a failed tool call once more."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import ToolCall, User
from chat.services import tool_calls, tool_reruns
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
    call = await done(_run, user, conversation_id, call_id, body)
    content = {"state": call.state, "item": tool_calls.output_item(call)}
    return JsonResponse(content, status=201)


def _run(user: User, conversation_id: UUID, call_id: UUID, body: RunBody) -> ToolCall:
    return tool_reruns.run_again(
        user, conversation_id, call_id, body.attempts, confirmed=body.confirmed
    )
