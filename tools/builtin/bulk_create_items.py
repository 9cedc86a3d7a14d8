"""Put down several items at once: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import items, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.item_arguments import DETAILS, KIND, TITLE, fields_of, listed, schema, told

MOST_AT_ONCE = 20


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        wishes = [fields_of(one, context.user) for one in arguments["items"]]
        made = items.create(context.user, wishes)
    except Refusal as refused:
        return failure(refused.code, f"{refused.message} None was put down.")
    context.pages.changed("items")
    said = f"I have put down {len(made)}: {listed(made, len(made))}."
    return ToolResult(True, said, {"items": [told(item) for item in made]})


TOOL = registry.register(
    Tool(
        name="bulk_create_items",
        description="Create several tasks, events or notes at once: all or none.",
        parameters=schema(
            {
                "items": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_AT_ONCE,
                    "items": schema({"kind": KIND, "title": TITLE, **DETAILS}, "kind", "title"),
                }
            },
            "items",
        ),
        run=run,
        has_effects=True,
        asks_first=False,  # like create_item: twenty rows that are seen, each with Delete beside it
        title="Create several items",
        explained="Puts up to twenty tasks, events or notes on your items page at once.",
        icon="list",
    )
)
