"""What keeps a tab true when hints are lost: while the layer or the database is away it pulls by itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from chat.consumers.reminder import Reminder
from chat.consumers.steady import Steady
from chat.realtime import frames

# From, to; each tab at a moment of its own.
WHILE_AWAY_S = (5.0, 12.0)
WHEN_BACK_S = (0.0, 2.0)


class CatchesUp(Steady):
    """Handlers of what the layer (`config/layer/`) says to every tab."""

    is_greeted = False
    is_paused = False

    @cached_property
    def _reminder(self) -> Reminder:
        return Reminder(self, "catch.up")

    async def pull(self) -> None:
        """Everything that hints would have told."""
        raise NotImplementedError

    def make_up_for_it(self) -> None:
        self.catch_up_within(WHILE_AWAY_S)

    async def greeted(self) -> None:
        self.is_greeted = True
        await self.come_back_if_stopping()
        if self.is_paused and not self.is_closed:
            await self._say_whether_live()

    async def layer_changed(self, hint: dict[str, Any]) -> None:
        """The layer went, came, or dropped what this tab was too slow to take."""
        has_turned = hint["away"] != self.is_paused
        self.is_paused = hint["away"]
        if has_turned and self.is_greeted:
            await self._say_whether_live()
        self.catch_up_within(WHILE_AWAY_S if self.is_paused else WHEN_BACK_S)

    async def catch_up(self, hint: dict[str, Any]) -> None:
        if self.is_paused:
            self.catch_up_within(WHILE_AWAY_S)
        await self.pull()

    def catch_up_within(self, span_s: tuple[float, float]) -> None:
        self._reminder.within(span_s)

    def forget(self) -> None:
        super().forget()
        self._reminder.cancel()

    async def _say_whether_live(self) -> None:
        await self.send(frames.encode("live", paused=self.is_paused))
