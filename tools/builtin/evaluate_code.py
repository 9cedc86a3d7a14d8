"""Run JavaScript: in a sandbox on the person's page, never on the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult

MOST_CHARACTERS = 12_000


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    return ToolResult(True, "Runs it.", {"does": "evaluate", "code": arguments["code"]})


TOOL = registry.register(
    Tool(
        name="evaluate_code",
        description=(
            "Evaluate JavaScript code and give its value and what it wrote to the console. "
            "It has 2 seconds, and no network, page or files."
        ),
        parameters={
            "type": "object",
            "properties": {
                "code": {
                    "type": "string",
                    "description": "The code: an expression, statements, or a body with return.",
                    "minLength": 1,
                    "maxLength": MOST_CHARACTERS,
                }
            },
            "required": ["code"],
            "additionalProperties": False,
        },
        run=run,
        kind=Kind.BROWSER,
        title="Run code",
        explained="Calculates with JavaScript, locked away in your browser: nothing leaves it.",
        icon="code",
    )
)
