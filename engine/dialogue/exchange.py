"""What the dialogue is asked, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = Mapping[str, Any]
Tool = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """A turn: conversation items and function tools as the protocol writes them, oldest first."""

    instructions: str = ""
    items: Sequence[Item] = ()
    tools: Sequence[Tool] = ()
    tool_choice: str | Mapping[str, Any] = "auto"
    understood: bool = True
    # What a language model heeds besides, by the names that chat completions gives it.
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One function call, its arguments not yet written as JSON."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What is said, a clause at a time (joined by spaces it is the text), and what is called."""

    clauses: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
