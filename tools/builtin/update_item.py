"""Change an item, or mark it as done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import items, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.item_arguments import DETAILS, TITLE, WHICH, fields_of, named, schema, told

CHANGES = {
    "done": {"type": "boolean", "description": "Whether it is done or finished."},
    "title": {**TITLE, "description": "Another title."},
    **DETAILS,
}


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        fields = fields_of(arguments, context.user)
        item = items.find(context.user, str(arguments["item"]))
        if not fields:
            return failure("nothing", "Say what is to be changed.")
        item = items.change(context.user, item.pk, fields, undoable=True)
    except Refusal as refused:
        return failure(refused.code, refused.message)
    context.pages.changed("items")
    said = f"{item.title} is done." if arguments.get("done") else f"Changed: {named(item)}."
    return ToolResult(True, said, told(item))


TOOL = registry.register(
    Tool(
        name="update_item",
        description="Update an item: mark a task as done, or change what an event or note says.",
        parameters=schema({"item": WHICH, **CHANGES}, "item"),
        run=run,
        has_effects=True,
        asks_first=False,  # the page shows what was changed, with Undo: what stood there is kept
        title="Change an item",
        explained="Changes an item or marks it as done. Your page shows it, with Undo.",
        icon="pencil",
    )
)
