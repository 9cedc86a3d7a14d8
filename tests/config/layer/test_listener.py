"""What a listener does that is cancelled."""

import asyncio
from typing import Any

import pytest

from config.layer.listener import Listener


class Forgetful:
    """A connection that sends as redis-py does on Python 3.11: a cancellation as it succeeds is lost."""

    async def send_command(self, *command: str, **options: Any) -> None:
        task = asyncio.current_task()
        assert task
        task.cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            return


async def test_a_cancellation_that_its_connection_forgets_still_ends_it() -> None:
    listener = Listener("redis://nowhere", lambda topic, content: None, lambda away: None)
    listener._connection = Forgetful()  # type: ignore[assignment]
    joining = asyncio.create_task(listener.join("topic"))
    with pytest.raises(asyncio.CancelledError):
        await joining
    assert joining.cancelled()
