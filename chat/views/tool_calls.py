"""What a person does with one call of a tool: run it once more, decide about it, stop it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from msgspec import Meta

from chat.models import ToolCall, User
from chat.realtime import tool_runs
from chat.services import (
    approvals,
    tool_cancellations,
    tool_outputs,
    tool_reruns,
    user_agents,
)
from chat.views.json_view import body_of, done, json_view


class RunBody(msgspec.Struct, frozen=True):
    attempts: int = 0
    confirmed: bool = False


class DecisionBody(msgspec.Struct, frozen=True):
    """`arguments`: the hash of the call that was shown."""

    decision: Literal["once", "conversation", "denied"]
    arguments: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


@json_view
async def run(
    request: HttpRequest, user: User, conversation_id: UUID, call_id: UUID
) -> HttpResponse:
    """Answered by its output as an item: what the model was told before is to be replaced by it."""
    body = body_of(request, RunBody)
    await done(_queue_again, user, conversation_id, call_id, body)
    await tool_runs.run(call_id)
    call = await done(ToolCall.objects.select_related("message", "session").get, Q(pk=call_id))
    await done(tool_reruns.tell, call)
    content = {"state": call.state, "item": tool_outputs.output_item(call)}
    return JsonResponse(content, status=201)


@json_view
async def approval(
    request: HttpRequest, user: User, conversation_id: UUID, call_id: UUID
) -> HttpResponse:
    """Answered at once: what it allows is run beside it."""
    body = body_of(request, DecisionBody)
    choice = approvals.Choice(body.decision, body.arguments, _device(request))
    call = await done(approvals.decide, user, conversation_id, call_id, choice)
    if not call.is_finished:
        tool_runs.begin(call_id)
    return JsonResponse({"state": call.state}, status=201)


@json_view
async def cancellation(
    request: HttpRequest, user: User, conversation_id: UUID, call_id: UUID
) -> HttpResponse:
    await done(tool_cancellations.cancel, user, conversation_id, call_id, _device(request))
    return JsonResponse({"state": ToolCall.State.CANCELLED}, status=201)


def _queue_again(user: User, conversation_id: UUID, call_id: UUID, body: RunBody) -> None:
    tool_reruns.queue_again(user, conversation_id, call_id, body.attempts, confirmed=body.confirmed)


def _device(request: HttpRequest) -> str:
    return user_agents.in_brief(request.headers.get("User-Agent", ""))
