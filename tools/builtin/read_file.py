"""Read one of the person's text files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import files, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.models.stored_file import MAX_BYTES, MAX_NAME

# An item of a call takes 16 KiB, and a letter is up to twelve bytes there.
MOST_CHARACTERS = 8_000
MOST_BYTES = 12 * 1024
SHORT_ENOUGH_TO_SAY = 300


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        file = files.find(context.user, str(arguments["name"]))
    except Refusal as refused:
        return failure(refused.code, refused.message)
    start = int(arguments.get("offset", 0))
    part = _part(file.content[start:])
    end = start + len(part)
    left = len(file.content) - end
    result = {"name": file.name, "content": part, "left": max(0, left)}
    if left > 0:
        result["next_offset"] = end
    return ToolResult(True, _sentence(file.name, file.content, file.lines), result)


def _part(content: str) -> str:
    return content[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode(errors="ignore")


def _sentence(name: str, content: str, lines: int) -> str:
    if not content.strip():
        return f"{name} is empty."
    if len(content) <= SHORT_ENOUGH_TO_SAY:
        return f"{name} says: {content.strip()}"
    return f"{name} has {lines} lines."


TOOL = registry.register(
    Tool(
        name="read_file",
        description="Read a text file of the person. A long one comes in parts.",
        parameters={
            "type": "object",
            "properties": {
                "name": {
                    "type": "string",
                    "description": "The file's title, or words of it.",
                    "minLength": 1,
                    "maxLength": MAX_NAME,
                },
                "offset": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": MAX_BYTES,
                    "description": "The next_offset of the part before.",
                },
            },
            "required": ["name"],
            "additionalProperties": False,
        },
        run=run,
        title="Read a file",
        explained="Reads a text file on your files page.",
        icon="eye",
    )
)
