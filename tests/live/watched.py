"""The web process as it is, and one more address that only tests have: what lives in it."""

import asyncio
import json
import os
import threading
from typing import Any

from chat.realtime import audio_relay
from config.asgi import application as parley
from tests.live.watching import PATH, STUCK_S

if STUCK_S in os.environ:  # so that nobody waits for half a minute
    audio_relay.STUCK_S = audio_relay.LOOK_EVERY_S = float(os.environ[STUCK_S])


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http" or scope["path"] != PATH:
        await parley(scope, receive, send)
        return
    found = {"tasks": len(asyncio.all_tasks()), "threads": threading.active_count()}
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(found).encode()})
