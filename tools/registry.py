"""All tools by name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

from jsonschema import Draft202012Validator, SchemaError

from tools.base import Kind, Tool

# What the provider takes as a function's name.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Slow tools need a worker and browser tools a page that runs them: there is neither yet.
CAN_RUN = frozenset({Kind.FAST})

_tools: dict[str, Tool] = {}


def load(package: ModuleType) -> None:
    """Import each file of a package: it registers its tool."""
    for module in pkgutil.iter_modules(package.__path__, prefix=f"{package.__name__}."):
        importlib.import_module(module.name)


def register(tool: Tool) -> Tool:
    """Raises ValueError for a tool that no session could be told of."""
    if tool.name in _tools:
        raise ValueError(f"Two tools are named {tool.name}.")
    if not NAME.fullmatch(tool.name):
        raise ValueError(f"{tool.name!r} is no name of a tool.")
    if tool.kind not in CAN_RUN:
        raise ValueError(f"{tool.name} is a {tool.kind.value} tool: nothing runs those yet.")
    try:
        Draft202012Validator.check_schema(tool.parameters)
    except SchemaError as error:
        raise ValueError(f"The parameters of {tool.name} are no JSON Schema.") from error
    _tools[tool.name] = tool
    return tool


def find(name: str) -> Tool | None:
    return _tools.get(name)


def each() -> Iterator[Tool]:
    return iter(sorted(_tools.values(), key=lambda tool: tool.name))


def choices() -> list[tuple[str, str]]:
    return [(tool.name, tool.name) for tool in each()]
