"""What comes of a text answer, whichever endpoint writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Asked:
    """`items` are conversation items as a replay has them; `temperature` None is the model's own."""

    model: str
    instructions: str
    items: list[dict[str, Any]]
    tools: list[dict[str, Any]] = field(default_factory=list)
    temperature: float | None = None
    max_tokens: int | None = None


@dataclass(frozen=True)
class Said:
    """More of a text; `item` tells the texts of one answer apart."""

    item: str
    text: str


@dataclass(frozen=True)
class Called:
    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class Ended:
    """`cut`: why the provider stopped before the end, "" when it did not."""

    usage: dict[str, Any]
    cut: str = ""


AnswerEvent = Said | Called | Ended
