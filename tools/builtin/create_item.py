"""Put down a task, an event or a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import items, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.item_arguments import DETAILS, KIND, TITLE, fields_of, named, schema, told


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        (item,) = items.create(context.user, [fields_of(arguments, context.user)])
    except Refusal as refused:
        return failure(refused.code, refused.message)
    context.pages.changed("items")
    return ToolResult(True, f"I have put down {named(item)}.", told(item))


TOOL = registry.register(
    Tool(
        name="create_item",
        description="Create a task, event or note. The person sees it on a page of their own.",
        parameters=schema({"kind": KIND, "title": TITLE, **DETAILS}, "kind", "title"),
        run=run,
        has_effects=True,
        asks_first=False,  # it stands on the person's page at once, with Delete beside it
        title="Create an item",
        explained="Puts a task, an event or a note on your items page.",
        icon="task",
    )
)
