"""One step of a trial, and the wait for an event that shows whether it worked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import Any

API, TOKEN = "api", "token"
PLAIN_CODE = re.compile(r"[a-z_]{1,64}", re.ASCII)

Event = dict[str, Any]


class Problem(Exception):
    """A step did not work; the message says why, for people."""


@dataclass(frozen=True)
class Combination:
    """Whose key makes the call, and whose opens the sideband (protocol 10)."""

    call: str
    sideband: str


@dataclass(frozen=True)
class Step:
    name: str
    works: bool
    said: str
    took_ms: int


async def until(line: AsyncIterable[Event], kind: str) -> Event:
    async for event in line:
        if event.get("type") == "error":
            error = event.get("error")
            code = error.get("code") if isinstance(error, dict) else None
            raise Problem(f"The provider answered with an error ({plain(code)}).")
        if event.get("type") == kind:
            return event
    raise Problem("The provider closed the connection.")


def plain(word: Any) -> str:
    """A code as the protocol has them; anything else could carry more than it should."""
    return word if isinstance(word, str) and PLAIN_CODE.fullmatch(word) else "unnamed"
