"""Whoever hears a PushedSocket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from chat.provider.pushed import PushedSocket

WITHIN_S = 20.0


class Ear:
    """What a socket tells, in order; None is its end."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.socket = PushedSocket(self)

    def heard(self, event: bytes) -> None:
        self.told.put_nowait(event)

    def ended(self) -> None:
        self.told.put_nowait(None)

    async def next(self) -> bytes | None:
        async with asyncio.timeout(WITHIN_S):
            return await self.told.get()

    async def hears(self, kind: str) -> dict[str, Any]:
        while (event := await self.next()) is not None:
            found: dict[str, Any] = json.loads(event)
            if found["type"] == kind:
                return found
        raise AssertionError(f"it ended before {kind}")
