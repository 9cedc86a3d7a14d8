"""A message of a socket to itself after a while, so that it comes in turn."""

from __future__ import annotations

import asyncio
import random
from typing import Any


class Reminder:
    """A new wish replaces the last."""

    def __init__(self, socket: Any, kind: str) -> None:
        self._socket = socket
        self._message = {"type": kind}
        self._due: asyncio.TimerHandle | None = None
        self._sending: asyncio.Task[None] | None = None

    def within(self, span_s: tuple[float, float]) -> None:
        """At a moment of its own, so that a thousand tabs do not come at once."""
        self.cancel()
        delay_s = random.uniform(*span_s)  # noqa: S311 - spread, not a secret
        self._due = asyncio.get_running_loop().call_later(delay_s, self._send)

    def cancel(self) -> None:
        if self._due:
            self._due.cancel()

    def _send(self) -> None:
        sending = self._socket.channel_layer.send(self._socket.channel_name, self._message)
        self._sending = asyncio.get_running_loop().create_task(sending)
