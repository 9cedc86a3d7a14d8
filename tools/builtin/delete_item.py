"""Delete an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import items, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.item_arguments import WHICH, schema


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        found = items.find(context.user, str(arguments["item"]))
        item = items.delete(context.user, found.pk)
    except Refusal as refused:
        return failure(refused.code, refused.message)
    context.pages.changed("items")
    said = f"I have deleted the {item.kind} {item.title}. You can have it back for a week."
    return ToolResult(True, said, {"id": item.pk, "title": item.title})


TOOL = registry.register(
    Tool(
        name="delete_item",
        description="Delete a task, event or note. The person can have it back for a week.",
        parameters=schema({"item": WHICH}, "item"),
        run=run,
        has_effects=True,
        asks_first=False,  # one row at a time, which stands in its place with Undo
        title="Delete an item",
        explained="Deletes an item. Your page shows it, and you can have it back for a week.",
        icon="trash",
    )
)
