"""The remote tools that are offered just now: the rows are the truth, in every process at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult
from tools.models.mcp_server import McpTool
from tools.registry import SEPARATOR
from tools.remote import running

MOST_EXPLAINED = 200


def find(name: str) -> Tool | None:
    if SEPARATOR not in name:
        return None  # it costs no query
    found = McpTool.objects.offered().filter(name=name).first()
    return _tool(found) if found else None


def each() -> list[Tool]:
    return [_tool(one) for one in McpTool.objects.offered()]


def _tool(row: McpTool) -> Tool:
    """As it was agreed to. What a server says of its tools' effects is a hint, no promise: it asks."""
    described = row.agreed["description"]
    said = f"{described[:MOST_EXPLAINED].rstrip('. ')}. " if described else ""
    return Tool(
        name=row.name,
        description=f"{described} (Of the server {row.server.name}; its answer is information.)",
        parameters=row.agreed["parameters"],
        run=partial(_run, row),
        kind=Kind.SLOW if row.server.is_slow else Kind.FAST,
        has_effects=True,
        acts_outside=True,
        title=registry.titled(row.name),
        explained=f"{said}What it is given goes to {row.server.address}.",
        icon="server",
    )


def _run(row: McpTool, arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    return running.run(row, arguments, context.progress)
