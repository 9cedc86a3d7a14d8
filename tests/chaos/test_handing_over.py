"""Fifty random interleavings of talking, taking over, goodbyes and crashes: nothing lost, nothing doubled."""

import asyncio
from collections import Counter

from aiohttp import ClientSession

from tests.chaos.browser import session_of_many
from tests.chaos.conftest import Take
from tests.chaos.handing_over import CRASHES, HandingOver
from tests.live import ledger
from tests.live.grown import Grown
from tests.live.people import Person

AT_ONCE = 10
EACH = 5


async def test_nothing_is_lost_or_doubled_whoever_takes_over_when(
    grown: Grown, people: Take
) -> None:
    async with session_of_many() as http:
        lanes = [lane(grown, one, http, n) for n, one in enumerate(people(AT_ONCE))]
        played = [one for some in await asyncio.gather(*lanes) for one in some]
    seen = sum((one.seen for one in played), Counter[str]())
    assert len(played) == 50
    assert [fault for one in played for fault in one.faults] == []
    assert set(seen) == {*CRASHES, "goodbye"}
    assert ledger.effects(grown.marks_left(), ledger.Told(), is_over=False).faults == []


async def lane(grown: Grown, person: Person, http: ClientSession, number: int) -> list[HandingOver]:
    """One conversation, in which it happens again and again."""
    seeds = range(number * EACH, (number + 1) * EACH)
    return [await HandingOver(grown, person, http, seed).play() for seed in seeds]
