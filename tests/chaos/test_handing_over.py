"""Fifty random interleavings of talking, taking over, goodbyes and crashes: nothing lost, nothing doubled."""

import asyncio
from collections import Counter

from tests.chaos.browser import session_of_many
from tests.chaos.conftest import Take
from tests.chaos.handing_over import CRASHES, HandingOver
from tests.live import ledger
from tests.live.grown import Grown

TIMES = 50
AT_ONCE = 5


async def test_nothing_is_lost_or_doubled_whoever_takes_over_when(
    grown: Grown, people: Take
) -> None:
    async with session_of_many() as http:
        played = [HandingOver(grown, one, http, n) for n, one in enumerate(people(TIMES))]
        for at in range(0, TIMES, AT_ONCE):
            await asyncio.gather(*(one.play() for one in played[at : at + AT_ONCE]))
    seen = sum((one.seen for one in played), Counter[str]())
    assert [fault for one in played for fault in one.faults] == []
    assert set(seen) == {*CRASHES, "goodbye"}
    assert ledger.effects(grown.marks_left(), ledger.Told(), is_over=False).faults == []
