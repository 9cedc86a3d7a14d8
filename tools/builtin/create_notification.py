"""Show the person a short note on whatever they have open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.models.notification import MAX_CHARACTERS, Notification


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    level = str(arguments.get("level") or Notification.Level.INFO)
    if not context.notices.show(level, str(arguments["text"])):
        return failure("too_many", "Too many notifications were shown just now. Wait a little.")
    return ToolResult(True, "I have shown it on your devices.", {"level": level})


TOOL = registry.register(
    Tool(
        name="create_notification",
        description="Show a notification on all devices of the person, at once, where they have Parley open.",
        parameters={
            "type": "object",
            "properties": {
                "text": {
                    "type": "string",
                    "description": "One sentence.",
                    "minLength": 1,
                    "maxLength": MAX_CHARACTERS,
                    "pattern": r"\S",
                },
                "level": {
                    "type": "string",
                    "enum": Notification.Level.values,
                    "description": "How it looks; info when nothing else fits.",
                },
            },
            "required": ["text"],
            "additionalProperties": False,
        },
        run=run,
        has_effects=True,
        asks_first=False,  # it is seen at once, it goes with a click, and it leaves nothing behind
        title="Show a notification",
        explained="Shows a short note on every device where you have Parley open.",
        icon="info",
    )
)
