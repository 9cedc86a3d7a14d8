"""A provider that refuses, falls silent or talks nonsense, while other calls go on."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.chaos.breaks import Hit
from tests.chaos.browser import Refused
from tests.chaos.load import Load
from tests.live.grown import Grown

REFUSALS = {(429, "rate_limit_exceeded"): "too_fast", (500, None): "provider_refused"}
SILENT_S = 10.0
ODD_ONE_IN = 4
Events = Iterator[dict[str, Any]]


async def refuse(parley: Grown, load: Load) -> Hit:
    """Whoever clicks on Talk gets the right word for it, and the next click works."""
    since = time.monotonic()
    for (status, code), word in REFUSALS.items():
        parley.provider.refuses(status, code)
        await _refused_as(word, load)
    parley.provider.cuts()
    await _refused_as("provider_unreachable", load)
    return Hit(since, load.callers)


async def be_silent(parley: Grown, load: Load) -> Hit:
    """For 10 s nobody is answered: calls that are on are not touched, and who waited is served then."""
    parley.provider.is_silent = True
    waiting = asyncio.create_task(_click(load))
    await asyncio.sleep(SILENT_S)
    since = time.monotonic()
    parley.provider.speaks_again()
    await waiting
    return Hit(since, load.callers)


def nonsense(events: Events) -> Events:
    """Some are repeated, some come later than they should, some nobody knows."""
    late: list[dict[str, Any]] = []
    for event in events:
        if event["type"].endswith("transcription.completed") and _odd():
            late.append(event)  # a transcript may float behind what follows it
            continue
        yield event
        if _odd():
            yield event
        if _odd():
            yield {"type": f"future.{uuid4().hex[:6]}", "item_id": "item_unknown", "content": None}
        if late and _odd():
            yield late.pop()


async def _refused_as(word: str, load: Load) -> None:
    try:
        await _click(load)
    except Refused as refused:
        assert refused.code == word, f"{refused.code} instead of {word}"  # noqa: PT017
    else:
        raise AssertionError(f"nobody was refused as {word}")
    await _click(load)


async def _click(load: Load) -> None:
    """On Talk, in a conversation where no call is on; and End."""
    browser = load.browser(load.spare)
    session = await browser.start()
    await browser.end(session)


def _odd() -> bool:
    return random.randrange(ODD_ONE_IN) == 0  # noqa: S311
