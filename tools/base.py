"""The shape of a tool."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Kind(enum.Enum):
    FAST = "fast"  # runs at once, in the web process


@dataclass(frozen=True)
class ToolContext:
    """For whom a tool runs. What a tool may do to the application is added here as a Protocol."""

    user_id: int


@dataclass(frozen=True)
class ToolResult:
    """What the model and the person get: a result or an error, and one sentence."""

    success: bool
    message: str
    result: Any = None
    error: str = ""

    def as_output(self) -> dict[str, Any]:
        found: dict[str, Any] = {"success": self.success, "message": self.message}
        return found | ({"result": self.result} if self.success else {"error": self.error})


def failure(error: str, message: str) -> ToolResult:
    """`error` is a stable code, `message` a sentence that the assistant can pass on."""
    return ToolResult(success=False, message=message, error=error)


@dataclass(frozen=True)
class Tool:
    """`parameters` is a JSON Schema (an object); `run` gets arguments that fit it.

    `title` says to people what it does: "Look up the time".
    """

    name: str
    description: str
    parameters: Mapping[str, Any]
    run: Callable[[Mapping[str, Any], ToolContext], ToolResult]
    kind: Kind = Kind.FAST
    has_effects: bool = field(default=False)
    title: str = ""

    def definition(self) -> dict[str, Any]:
        """As a session's `tools[]` wants it (protocol: section 2.1)."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "parameters": dict(self.parameters),
        }
