"""An archive of all conversations, which the person downloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult, failure


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    archive = context.archives.make(arguments.get("format", "md"), context.progress)
    if not archive.conversations:
        return failure("nothing", "There are no conversations to export.")
    number = archive.conversations
    sentence = (
        f"The archive of {number} conversation{'' if number == 1 else 's'} is ready."
        f" It can be downloaded on the screen for {archive.hours} hours."
    )
    found = {"conversations": archive.conversations, "download": archive.address}
    return ToolResult(True, sentence, found, effect=archive.keep)


TOOL = registry.register(
    Tool(
        name="export_conversations",
        description=(
            "Make an archive of all conversations of the person, for them to download: Markdown (md)"
            " to read, plain text (txt), or JSON lines (jsonl) for programs."
        ),
        parameters={
            "type": "object",
            "properties": {"format": {"type": "string", "enum": ["md", "txt", "jsonl"]}},
            "additionalProperties": False,
        },
        run=run,
        kind=Kind.SLOW,
        has_effects=True,
        asks_first=False,  # nothing leaves Parley until the person downloads it
        title="Export your conversations",
        explained="Puts all your conversations into an archive that only you can download, for a while.",
        icon="download",
    )
)
