"""What daphne lacks, which serves `make run`: an orderly stop, and the closing codes of servers."""

import asyncio
import sys
from typing import Any

from config.goodbye import Goodbye


def complete_daphne() -> None:
    """Where it serves; under another server it would only be a sixth of the time to start."""
    if "daphne.server" not in sys.modules:
        return
    from daphne.ws_protocol import WebSocketProtocol
    from twisted.internet import reactor

    WebSocketProtocol.serverClose = _close
    running: Any = reactor
    running.callWhenRunning(lambda: Goodbye(asyncio.get_event_loop()).stand())


def _close(protocol: Any, code: int | None = None) -> None:
    """Its own refuses 1012 (restart) and 1013 (try again later), which are registered for servers."""
    protocol.sendCloseFrame(code=code or 1000)
