"""Group commit: writes that come at about the same time go to the database as one transaction.

Most of what a write costs is its transaction (a thread's turn, the ways to the database and back, the
disk); what it writes costs little. Where nobody else writes nobody waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from chat.stored import stored

# From the beginning of one group to that of the next, unless enough wait before.
PAUSE_S = 0.015
ENOUGH = 8
MOST = 32

logger = logging.getLogger(__name__)

Given = TypeVar("Given")
Done = TypeVar("Done")


class GroupCommit(Generic[Given, Done]):
    """Of one event loop, one group at a time.

    `together` writes what it can in one transaction, and says what came of it by place; what it leaves
    out, or all when it raises, is given to `alone`. Both run on threads.
    """

    def __init__(
        self,
        together: Callable[[Sequence[Given]], dict[int, Done]],
        alone: Callable[[Given], Done],
    ) -> None:
        self._together = stored(together)
        self._alone = stored(alone)
        self._waiting: deque[tuple[Given, asyncio.Future[Done | None]]] = deque()
        self._group: asyncio.Task[None] | None = None
        self._pause: asyncio.TimerHandle | None = None

    async def write(self, given: Given) -> Done:
        """Returns what came of it when it is committed. Raises what `alone` raises."""
        loop = asyncio.get_running_loop()
        in_group: asyncio.Future[Done | None] = loop.create_future()
        self._waiting.append((given, in_group))
        self._begin()
        done = await in_group
        return await self._alone(given) if done is None else done

    def _begin(self) -> None:
        is_due = len(self._waiting) >= (ENOUGH if self._pause else 1)
        if self._group or not is_due:
            return
        waiting = self._waiting
        group = [waiting.popleft() for _ in range(min(MOST, len(waiting)))]
        self._group = asyncio.create_task(self._write(group))
        if self._pause:
            self._pause.cancel()
        self._pause = asyncio.get_running_loop().call_later(PAUSE_S, self._pause_is_over)

    def _pause_is_over(self) -> None:
        self._pause = None
        self._begin()

    async def _write(self, group: list[tuple[Given, asyncio.Future[Done | None]]]) -> None:
        done: dict[int, Done] = {}
        try:
            if len(group) > 1:
                done = await self._together([given for given, _ in group])
        except Exception as problem:
            # Nothing was written, and whose fault it is raises it again, alone. Its name only: what the
            # database says may quote speech.
            logger.warning("%d reports go on one by one: %s", len(group), type(problem).__name__)
        finally:
            self._group = None
            for place, (_, in_group) in enumerate(group):
                if not in_group.done():  # whoever waited is still there
                    in_group.set_result(done.get(place))
            self._begin()
