"""Write one of the person's text files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.errors import Refusal
from tools import files, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.models import StoredFile
from tools.models.stored_file import MAX_NAME

MOST_CHARACTERS = 12_000  # arguments are 16 KiB at most
CREATE, REPLACE, APPEND = MODES = ("create", "replace", "append")


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    try:
        file = _written(arguments, context)
    except Refusal as refused:
        return failure(refused.code, refused.message)
    context.pages.changed("files")
    result = {"name": file.name, "bytes": file.size, "lines": file.lines}
    return ToolResult(True, f"I have written {file.name}.", result)


def _written(arguments: Mapping[str, Any], context: ToolContext) -> StoredFile:
    name, content = str(arguments["name"]), str(arguments["content"])
    mode = arguments.get("mode", CREATE)
    if mode == APPEND:
        return files.append(context.user, name, content)
    return files.write(context.user, name, content, replace=mode == REPLACE)


TOOL = registry.register(
    Tool(
        name="write_file",
        description="Write a text file for the person: a new one, instead of one, or at the end of one.",
        parameters={
            "type": "object",
            "properties": {
                "name": {
                    "type": "string",
                    "description": "The file's title, such as shopping.txt.",
                    "minLength": 1,
                    "maxLength": MAX_NAME,
                },
                "content": {
                    "type": "string",
                    "description": "The text.",
                    "maxLength": MOST_CHARACTERS,
                },
                "mode": {
                    "type": "string",
                    "enum": list(MODES),
                    "description": "create is refused where there is such a file already.",
                },
            },
            "required": ["name", "content"],
            "additionalProperties": False,
        },
        run=run,
        # It asks: what it adds to a file cannot be told from what the person wrote there, and what
        # it writes is read in later conversations as if the person had said it.
        has_effects=True,
        title="Write a file",
        explained="Writes a text file on your files page. What it replaces you can have back.",
        icon="note",
    )
)
