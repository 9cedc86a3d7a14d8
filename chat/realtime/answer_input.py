"""What the model is told for a classic answer: the same instructions, tools and rows as in a call."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from chat.models import Conversation, Message, RealtimeSession, ToolCall
from chat.provider import catalog
from chat.provider.answer_events import Asked
from chat.realtime import replay, session_config
from chat.services import preferences

IN_WRITING = "You answer in writing; Markdown is shown as such."
BROKEN = {Message.Status.INTERRUPTED, Message.Status.FAILED}

Item = dict[str, Any]


class Told(NamedTuple):
    """`seen`: the last sequence that is in it; `row`: the failed one that the answer takes up;
    `outputs`: tool calls whose results the model has when it answers.
    """

    asked: Asked
    person: str
    seen: int
    row: UUID | None
    outputs: list[UUID]


def compose(session_id: UUID) -> Told:
    whose = ("conversation__assistant", "user")
    session = RealtimeSession.objects.select_related(*whose).get(pk=session_id)
    conversation, liked = session.conversation, preferences.of(session.user)
    model = preferences.text_model(liked, timezone.localdate())
    takes_it = catalog.text_model(model).cool
    late = _late(conversation)
    asked = Asked(
        model=model,
        instructions=f"{session_config.instructions(conversation)}\n\n{IN_WRITING}",
        items=_items(conversation, {call.call_id for call in late}),
        tools=session_config.tools(session.user, conversation),
        temperature=liked.temperature if takes_it else None,
        max_tokens=liked.max_output_tokens,
    )
    row = _failed_row(conversation)
    outputs = [call.pk for call in late]
    return Told(asked, session.user.opaque_id, conversation.last_sequence, row, outputs)


def _items(conversation: Conversation, late: set[str]) -> list[Item]:
    """What tools have found since comes last; an answer that broke off is written anew."""
    items = replay.compose(conversation).items
    found = [item for item in items if item.get("call_id") in late]
    said = [item for item in items if item.get("call_id") not in late]
    if not found and _is_broken(conversation):
        while said and said[-1].get("role") == Message.Role.ASSISTANT:
            said.pop()
    return [*said, *found]


def _late(conversation: Conversation) -> list[ToolCall]:
    """Those that no model has been told of."""
    mine = ToolCall.objects.undelivered().filter(session__conversation=conversation)
    return list(mine.order_by("created_at"))


def _is_broken(conversation: Conversation) -> bool:
    newest = conversation.messages.order_by("-sequence").first()
    return newest is not None and newest.role == Message.Role.ASSISTANT and newest.status in BROKEN


def _failed_row(conversation: Conversation) -> UUID | None:
    """It stands at the end and says nothing: the answer takes its place."""
    newest = conversation.messages.order_by("-sequence").first()
    is_blank = newest and newest.role == Message.Role.ASSISTANT and not newest.content
    return newest.pk if newest and is_blank and newest.status in BROKEN else None
