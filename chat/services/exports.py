"""A conversation as a text that leaves Parley: plain, Markdown, or JSONL (docs/export.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from chat.models import Conversation, Message, ToolCall

CHUNK = 500
SPEAKERS = {Message.Role.USER: "You", Message.Role.ASSISTANT: "Assistant"}


def jsonl(conversation: Conversation) -> Iterator[str]:
    """One line about the conversation, then one a message, in order."""
    yield _line({"type": "conversation", **_about(conversation)})
    for message in _rows(conversation):
        yield _line({"type": "message", **told(message)})


def plain(conversation: Conversation) -> Iterator[str]:
    """What a person would paste into a letter: who said what."""
    yield f"{conversation}\n"
    for message in _rows(conversation):
        if said := _said(message):
            yield f"\n{said[0]}: {said[1]}\n"


def markdown(conversation: Conversation) -> Iterator[str]:
    yield f"# {conversation}\n"
    for message in _rows(conversation):
        if said := _said(message):
            at = message.created_at.strftime("%Y-%m-%d %H:%M UTC")
            yield f"\n**{said[0]}** ({at})\n\n{said[1]}\n"


FORMATS: dict[str, Callable[[Conversation], Iterator[str]]] = {
    "jsonl": jsonl,
    "md": markdown,
    "txt": plain,
}


def _rows(conversation: Conversation) -> Iterable[Message]:
    return conversation.messages.in_order().select_related("tool_call").iterator(CHUNK)


def _about(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.pk,
        "title": conversation.title,
        "instructions": conversation.instructions,
        "created_at": conversation.created_at,
        "last_message_at": conversation.last_message_at,
        "messages": conversation.last_sequence,
    }


def told(message: Message) -> dict[str, Any]:
    fields = ("sequence", "role", "kind", "status", "content", "item_id", "captured_by")
    told = {"id": message.pk} | {name: getattr(message, name) for name in fields}
    if message.heard_ms is not None:
        told |= {"heard_ms": message.heard_ms, "heard": message.heard}
    if call := _call(message):
        told["tool"] = _tool(call)
    times = {"created_at": message.created_at, "changed_at": message.changed_at}
    return told | {"session": message.session_id} | times


def _tool(call: ToolCall) -> dict[str, Any]:
    fields = ("name", "call_id", "arguments", "state", "output", "created_at", "finished_at")
    return {name: getattr(call, name) for name in fields}


def _said(message: Message) -> tuple[str, str] | None:
    """Who and what; None for rows that say nothing."""
    if call := _call(message):
        return "Tool", f"{call.name}({call.arguments_json}): {call.said or call.state}"
    speaker = SPEAKERS.get(Message.Role(message.role))
    text = message.as_heard if message.role == Message.Role.ASSISTANT else message.content
    return (speaker, text) if speaker and text.strip() else None


def _call(message: Message) -> ToolCall | None:
    return getattr(message, "tool_call", None)


def _line(found: dict[str, Any]) -> str:
    return msgspec.json.encode(found).decode() + "\n"
