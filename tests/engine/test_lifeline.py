"""The pipe to the process that started the engine."""

import asyncio
import os

from engine import lifeline


async def test_it_is_cut_when_the_other_end_closes() -> None:
    ours, theirs = os.pipe()
    watch = asyncio.create_task(lifeline.cut(ours))
    os.write(theirs, b"still here")
    os.close(theirs)
    await asyncio.wait_for(watch, 5)
    os.close(ours)
