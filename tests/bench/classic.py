"""Classic on one process: how long after the provider a token is told to the tab that watches.

A token's text is the moment at which the provider sent it, by the clock that all processes share.
Fifty people, one answer each (all tabs of a person hear all of their answers), a tenth of a second
after one another; for seconds all of them are written at once.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession

from tests.bench.figures import Figure
from tests.bench.visiting import log_ins, new_conversation, post, scripted, visitor
from tests.live.parley import Parley

ANSWERS = 50
TOKENS = 240
EVERY_S = 0.05
ONE_AFTER_ANOTHER_S = 0.1
MOST_S = 60.0
STAMP = re.compile(r"(?<![\w.])\d+\.\d{4}(?!\w)")


class Stamped:
    """A step of a script: its text is made when it is sent."""

    def __str__(self) -> str:
        return f"{time.monotonic():.4f} "


def fifty_answers() -> list[Figure]:
    with scripted() as (parley, fake):
        fake.texts.says([one for _ in range(TOKENS) for one in (Stamped(), EVERY_S)])
        alone = asyncio.run(_delays(parley, 1))
        many = asyncio.run(_delays(parley, ANSWERS))
    firsts = [delays[0] for delays in [*alone, *many]]
    every = [delay for delays in many for delay in delays]
    return [
        Figure("Classic: the first token, after the provider's, p95", [_p95(firsts)], 100),
        Figure(f"{ANSWERS} answers at once on one process: a token, p95", [_p95(every)], 50),
    ]


async def _delays(parley: Parley, count: int) -> list[list[float]]:
    """Of each answer, each token's delay in milliseconds."""
    browsers = [visitor(parley, login) for login in log_ins(parley, count)]
    try:
        conversations = [await _new(http) for http in browsers]
        begun = enumerate(zip(browsers, conversations, strict=True))
        return await asyncio.gather(
            *(_watch(http, one, at * ONE_AFTER_ANOTHER_S) for at, (http, one) in begun)
        )
    finally:
        await asyncio.gather(*(http.close() for http in browsers))


async def _new(http: ClientSession) -> str:
    """Written in, so that the next one is another."""
    conversation = await new_conversation(http)
    await post(http, conversation, "messages", {"client_id": str(uuid4()), "content": "Hello"})
    await post(http, conversation, "mode", {"mode": "classic"})
    return conversation


async def _watch(http: ClientSession, conversation: str, after_s: float) -> list[float]:
    delays: list[float] = []
    await asyncio.sleep(after_s)
    async with asyncio.timeout(MOST_S), http.ws_connect("/ws/?protocol=1") as socket:
        await socket.send_json({"type": "watch", "conversation": conversation, "after_revision": 0})
        await post(http, conversation, "answers", {})
        async for message in socket:
            now, sent = time.monotonic(), STAMP.findall(_text_of(message.json()))
            delays += [(now - float(one)) * 1000 for one in sent[len(delays) :]]
            if len(delays) >= TOKENS:
                break
    return delays


def _text_of(frame: dict[str, Any]) -> str:
    """As it grows, or whole."""
    if frame["type"] == "partial":
        return str(frame["content"])
    return "".join(row["html"] for row in frame.get("messages", []))


def _p95(milliseconds: list[float]) -> float:
    return sorted(milliseconds)[len(milliseconds) * 95 // 100]
