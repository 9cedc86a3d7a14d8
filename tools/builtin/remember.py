"""Keep a short fact about the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.models import Fact
from tools.models.fact import MAX_CHARACTERS, MOST


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    text = " ".join(str(arguments["fact"]).split())
    facts = Fact.objects.filter(user_id=context.user.pk)
    if facts.count() >= MOST and not facts.filter(text=text).exists():
        return failure("full", f"{MOST} facts are remembered already. Forget one first.")
    fact, _ = Fact.objects.get_or_create(user_id=context.user.pk, text=text)
    return ToolResult(True, "I will remember that.", {"id": fact.pk, "fact": fact.text})


TOOL = registry.register(
    Tool(
        name="remember",
        description="Remember a short fact. For later conversations, when the person asks for it.",
        parameters={
            "type": "object",
            "properties": {
                "fact": {
                    "type": "string",
                    "description": "One sentence, such as: Her sister is called Mary.",
                    "minLength": 1,
                    "maxLength": MAX_CHARACTERS,
                    "pattern": r"\S",
                }
            },
            "required": ["fact"],
            "additionalProperties": False,
        },
        run=run,
        has_effects=True,
        asks_first=False,  # the person sees it on a page of their own, and can take it back
        title="Remember",
        explained="Keeps a short fact that you tell it. You see them all, and can delete each.",
        icon="note",
    )
)
