"""List the person's files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools import files, registry
from tools.base import Tool, ToolContext, ToolResult
from tools.models import StoredFile

MOST_TOLD = 100
MOST_NAMED = 5


def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    there = files.of(context.user).there().without_content()
    total, used = there.count(), there.total_bytes()
    found = list(there.order_by("-changed_at", "-pk")[:MOST_TOLD])
    result = {
        "files": [_told(file) for file in found],
        "total": total,
        "bytes_left": max(0, files.quota_bytes() - used),
    }
    return ToolResult(True, _sentence(found, total), result)


def _told(file: StoredFile) -> dict[str, Any]:
    return {"name": file.name, "bytes": file.size, "changed": file.changed_at.date().isoformat()}


def _sentence(found: list[StoredFile], total: int) -> str:
    if not total:
        return "There are no files."
    named = [file.name for file in found[:MOST_NAMED]]
    named += [f"{total - len(named)} more"] if total > len(named) else []
    return f"There {'is one file' if total == 1 else f'are {total} files'}: {', '.join(named)}."


TOOL = registry.register(
    Tool(
        name="list_files",
        description="List the files of the person, with the last changed first.",
        parameters={
            "type": "object",
            "properties": {},
            "required": [],
            "additionalProperties": False,
        },
        run=run,
        title="List files",
        explained="Reads the names of the files on your files page.",
        icon="list",
    )
)
