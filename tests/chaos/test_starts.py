"""Many people click on Talk in the same moment."""

import asyncio
from contextlib import AsyncExitStack

from tests.chaos.conftest import Devices, Take
from tests.live.grown import Grown

AT_ONCE = 40  # more than both web processes have connections


async def test_more_starts_at_once_than_connections_are_all_served(
    grown: Grown, people: Take
) -> None:
    async with AsyncExitStack() as stack:
        devices = [Devices(grown, person, stack) for person in people(AT_ONCE)]
        browsers = [await one.browser() for one in devices]
        sessions = await asyncio.gather(*(browser.start() for browser in browsers))
        assert len(set(sessions)) == AT_ONCE
