"""All tools by name: the built-in ones, and those of other sources that come and go."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Protocol

from jsonschema import Draft202012Validator, SchemaError

from tools.base import Tool

# What the provider takes as a function's name.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")

# In the name of every tool of another source, and of no built-in one: so that none is found for it.
SEPARATOR = "__"


class Source(Protocol):
    """Of tools that are not there from the start; asked anew each time, by one query."""

    def find(self, name: str) -> Tool | None: ...

    def each(self) -> Iterable[Tool]: ...


_tools: dict[str, Tool] = {}
_sources: list[Source] = []


def load(package: ModuleType) -> None:
    """Import each file of a package: it registers its tool."""
    for module in pkgutil.iter_modules(package.__path__, prefix=f"{package.__name__}."):
        importlib.import_module(module.name)


def register(tool: Tool) -> Tool:
    """Raises ValueError for a tool that no session could be told of."""
    if tool.name in _tools:
        raise ValueError(f"Two tools are named {tool.name}.")
    if not NAME.fullmatch(tool.name) or SEPARATOR in tool.name:
        raise ValueError(f"{tool.name!r} is no name of a tool.")
    try:
        Draft202012Validator.check_schema(tool.parameters)
    except SchemaError as error:
        raise ValueError(f"The parameters of {tool.name} are no JSON Schema.") from error
    _tools[tool.name] = tool
    return tool


def add_source(source: Source) -> None:
    _sources.append(source)


def find(name: str) -> Tool | None:
    if SEPARATOR not in name:
        return _tools.get(name)
    return next((tool for source in _sources if (tool := source.find(name))), None)


def each() -> Iterator[Tool]:
    others = [tool for source in _sources for tool in source.each()]
    return iter(sorted([*_tools.values(), *others], key=lambda tool: tool.name))


def title_of(name: str) -> str:
    """For people, without a look at any source: also of a tool that is gone."""
    if SEPARATOR in name:
        return titled(name)
    tool = _tools.get(name)
    return (tool.title if tool else "") or name


def titled(name: str) -> str:
    """Of a source's tool, from its name alone: its own title could say anything."""
    source, _, tool = name.partition(SEPARATOR)
    return f"{source}: {tool.replace('_', ' ').strip()}"


def choices() -> list[tuple[str, str]]:
    return [(tool.name, tool.name) for tool in each()]
