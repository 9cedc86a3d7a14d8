"""All tools by name."""

from __future__ import annotations

from collections.abc import Iterator

from tools.base import Tool

_tools: dict[str, Tool] = {}


def register(tool: Tool) -> Tool:
    if tool.name in _tools:
        raise ValueError(f"Two tools are named {tool.name}.")
    _tools[tool.name] = tool
    return tool


def find(name: str) -> Tool | None:
    return _tools.get(name)


def each() -> Iterator[Tool]:
    return iter(sorted(_tools.values(), key=lambda tool: tool.name))


def choices() -> list[tuple[str, str]]:
    return [(tool.name, tool.name) for tool in each()]
