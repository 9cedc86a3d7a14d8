"""Find what was remembered about the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Tool, ToolContext, ToolResult
from tools.models import Fact

MOST_TOLD = 50


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    found = Fact.objects.filter(user_id=context.user.pk)
    for word in str(arguments.get("words", "")).split()[:8]:
        found = found.filter(text__icontains=word)
    facts = [{"id": fact.pk, "fact": fact.text} for fact in found[:MOST_TOLD]]
    said = (
        f"I remember: {facts[0]['fact']}" if len(facts) == 1 else f"I remember {len(facts)} facts."
    )
    return ToolResult(True, said if facts else "I remember nothing about that.", {"facts": facts})


TOOL = registry.register(
    Tool(
        name="recall",
        description="Look up remembered facts. The person asked for them in earlier conversations.",
        parameters={
            "type": "object",
            "properties": {
                "words": {
                    "type": "string",
                    "description": "Words that must be in the fact; without them all facts are told.",
                    "maxLength": 200,
                }
            },
            "required": [],
            "additionalProperties": False,
        },
        run=run,
        title="Recall",
        explained="Reads the facts that you asked it to remember.",
        icon="search",
    )
)
