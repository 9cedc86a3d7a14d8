"""Find the person's tasks, events and notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import items, registry
from tools.base import Tool, ToolContext, ToolResult
from tools.item_arguments import KIND, listed, schema, told
from tools.models import Item
from tools.models.item import ItemQuerySet

MOST_TOLD = 20
MAX_TEXT_TOLD = 300


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    found = _asked_for(items.of(context.user).there(), arguments)
    total, first = found.count(), list(found.in_order()[:MOST_TOLD])
    shown = [_shortened(told(item)) for item in first]
    result = {"items": shown, "total": total}
    return ToolResult(True, _sentence(first, total, arguments), result)


def _asked_for(found: ItemQuerySet, arguments: Mapping[str, Any]) -> ItemQuerySet:
    """What is done is history, unless it is asked for."""
    if "kind" in arguments:
        found = found.filter(kind=arguments["kind"])
    found = found.exclude(done_at=None) if arguments.get("done") else found.filter(done_at=None)
    return found.with_words(str(arguments.get("words", "")))


def _sentence(first: list[Item], total: int, arguments: Mapping[str, Any]) -> str:
    kind = str(arguments.get("kind", "item"))
    done = "finished " if arguments.get("done") else ""
    if not total:
        about = " with these words" if arguments.get("words") else ""
        return f"There are no {done}{kind}s{about}."
    many = f"{total} {done}{kind}s" if total > 1 else f"one {done}{kind}"
    return f"There {'are' if total > 1 else 'is'} {many}: {listed(first, total)}."


def _shortened(item: dict[str, Any]) -> dict[str, Any]:
    if len(item.get("text", "")) > MAX_TEXT_TOLD:
        item["text"] = item["text"][:MAX_TEXT_TOLD] + "…"
    return item


TOOL = registry.register(
    Tool(
        name="search_items",
        description="Search or list the tasks, events and notes of the person, the next due first.",
        parameters=schema(
            {
                "kind": KIND,
                "words": {
                    "type": "string",
                    "maxLength": 200,
                    "description": "Words that must be there, or a #tag; without them all are listed.",
                },
                "done": {"type": "boolean", "description": "Those that are finished, instead."},
            }
        ),
        run=run,
        title="Search items",
        explained="Reads the tasks, events and notes on your items page.",
        icon="search",
    )
)
