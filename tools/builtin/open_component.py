"""Open one of Parley's own pages, in front of the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools import registry
from tools.base import Kind, Panel, Tool, ToolContext, ToolResult, failure

CONVERSATIONS = "conversations"
PANELS = (CONVERSATIONS, "items", "files", "tools", "assistants", "devices", "preferences")


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    """The address is Parley's own, never the model's."""
    title = str(arguments.get("title", "")).strip()
    if arguments["panel"] == CONVERSATIONS and title:
        return _one_of(context.panels.conversations(title))
    return _task(context.panels.named(arguments["panel"]))


def _one_of(found: Sequence[Panel]) -> ToolResult:
    if len(found) == 1:
        return _task(found[0])
    if not found:
        return failure("not_found", "There is no conversation with that title.")
    titles = ", ".join(one.title for one in found)
    return failure("ambiguous", f"Several have that in their title: {titles}. Which?")


def _task(panel: Panel) -> ToolResult:
    task = {"does": "open", "path": panel.address, "title": panel.title}
    return ToolResult(True, f"Opens {panel.title}.", task)


TOOL = registry.register(
    Tool(
        name="open_component",
        description=(
            "Open a panel or page of this application on the person's screen: "
            "their conversations or one of them, items, files, tools, devices, preferences."
        ),
        parameters={
            "type": "object",
            "properties": {
                "panel": {
                    "type": "string",
                    "enum": [*PANELS],
                    "description": "Which page to show.",
                },
                "title": {
                    "type": "string",
                    "description": "Of one conversation: words of its title. Without it the list is shown.",
                    "maxLength": 200,
                },
            },
            "required": ["panel"],
            "additionalProperties": False,
        },
        run=run,
        kind=Kind.BROWSER,
        title="Open a page",
        explained="Shows a page of Parley, or one of your conversations, while you talk on.",
        icon="expand",
    )
)
