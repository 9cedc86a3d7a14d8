"""What of a conversation a new session is told: rows become items, newest first within a budget."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings

from chat.models import Conversation, Message, ToolCall
from chat.services import tool_outputs

CHARACTERS_A_TOKEN = 4
ITEM_OVERHEAD_TOKENS = 8
MAX_ROWS = 500
LEFT_OUT_ID = "parley_left_out"

Role, Status = Message.Role, Message.Status
Item = dict[str, Any]


class Replay(NamedTuple):
    """`answer_due`: the newest row waits for the assistant."""

    items: list[Item]
    answer_due: bool


def compose(conversation: Conversation, *, spoken: bool = False) -> Replay:
    """With `spoken` what was said waits for an answer as well: the call broke off before one began."""
    rows = conversation.messages.select_related("tool_call").order_by("-sequence")[:MAX_ROWS]
    kept: list[list[Item]] = []
    budget = settings.REPLAY_TOKENS
    newest: Message | None = None
    left_out = max(0, conversation.last_sequence - MAX_ROWS)
    for row in rows:
        items = items_of(row)
        budget -= sum(_tokens(item) for item in items)
        if budget < 0:
            left_out = row.sequence
            break
        if newest is None and _is_at_work(row):
            spoken = False  # the answer comes with what the tool finds
        if items:
            newest = newest or row
            kept.append(items)
    told = [item for items in reversed(kept) for item in items]
    return Replay([*_left_out(left_out), *told] if told else [], _answer_due(newest, spoken=spoken))


def items_of(row: Message) -> list[Item]:
    """A row's items: none when it says nothing; a tool call never apart from its output."""
    if row.role == Role.TOOL:
        call: ToolCall | None = getattr(row, "tool_call", None)
        if call is None or not call.is_finished:
            return []
        return [tool_outputs.call_item(call), tool_outputs.output_item(call)]
    text = _text(row)
    if not text or row.role not in {Role.USER, Role.ASSISTANT}:
        return []
    kind = "input_text" if row.role == Role.USER else "output_text"
    content = [{"type": kind, "text": tool_outputs.cut(text)}]
    return [{"id": row.own_item_id, "type": "message", "role": row.role, "content": content}]


def _is_at_work(row: Message) -> bool:
    call: ToolCall | None = getattr(row, "tool_call", None)
    return call is not None and not call.is_finished


def _left_out(rows: int) -> list[Item]:
    """So that the model does not take the rest for the whole."""
    if not rows:
        return []
    text = f"Messages 1 to {rows} of this conversation are not repeated here."
    content = [{"type": "input_text", "text": text}]
    return [{"id": LEFT_OUT_ID, "type": "message", "role": "system", "content": content}]


def _text(row: Message) -> str:
    """What was really heard of an interrupted answer, else what was said."""
    if row.status == Status.DELETED:
        return ""
    return row.as_heard


def _tokens(item: Item) -> int:
    texts: Iterable[str] = (
        *(part["text"] for part in item.get("content", [])),
        item.get("arguments", ""),
        item.get("output", ""),
    )
    return ITEM_OVERHEAD_TOKENS + sum(len(text) for text in texts) // CHARACTERS_A_TOKEN


def _answer_due(newest: Message | None, *, spoken: bool) -> bool:
    if newest is None:
        return False
    if newest.role == Role.TOOL:
        return newest.tool_call.delivered_at is None
    return newest.role == Role.USER and (spoken or newest.kind == Message.Kind.TEXT)
