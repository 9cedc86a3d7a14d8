"""Forget a fact about the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.models import Fact


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    fact = Fact.objects.filter(user_id=context.user.pk, pk=arguments["id"]).first()
    if fact is None:
        return failure("not_found", "I remember no such fact.")
    fact.delete()
    return ToolResult(True, "I have forgotten that.", {"fact": fact.text})


TOOL = registry.register(
    Tool(
        name="forget",
        description="Forget a fact. Its id is what recall gave.",
        parameters={
            "type": "object",
            "properties": {"id": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}},
            "required": ["id"],
            "additionalProperties": False,
        },
        run=run,
        has_effects=True,
        asks_first=False,  # the person sees it on a page of their own, and can take it back
        title="Forget",
        explained="Deletes one of the facts that you asked it to remember, when you say so.",
        icon="trash",
    )
)
