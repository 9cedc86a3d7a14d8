"""Find what the person has talked about before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Tool, ToolContext, ToolResult

MOST = 10


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    words = str(arguments["words"])
    found = context.history.search(words, MOST)
    return ToolResult(True, _sentence(len(found)), {"conversations": list(found)})


def _sentence(count: int) -> str:
    if count == 0:
        return "No earlier conversation is about that."
    if count == 1:
        return "One earlier conversation is about that."
    newest = ", these are the newest" if count == MOST else ""
    return f"{count} earlier conversations are about that{newest}."


TOOL = registry.register(
    Tool(
        name="search_conversations",
        description="Search earlier conversations. The person's own, by words in titles and messages.",
        parameters={
            "type": "object",
            "properties": {
                "words": {
                    "type": "string",
                    "description": "One to eight words; all of them must be there.",
                    "minLength": 1,
                    "maxLength": 200,
                    "pattern": r"\S",
                }
            },
            "required": ["words"],
            "additionalProperties": False,
        },
        run=run,
        title="Search conversations",
        explained="Looks through your own conversations: titles and what was said.",
        icon="search",
    )
)
