"""What keeps a tab true when hints are lost: while the layer or the database is away it pulls by itself."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import Any

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error

from chat.consumers.farewell import farewell
from chat.errors import Refusal
from chat.realtime import frames

logger = logging.getLogger(__name__)

RESTARTING = 1012
# From, to: so that a thousand tabs do not come at once.
WHILE_AWAY_S = (5.0, 12.0)
WHEN_BACK_S = (0.0, 2.0)


class CatchesUp(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Handlers of what the layer (`config/layer/`) and an orderly stop say to every tab."""

    is_greeted = False
    is_closed = False
    is_paused = False
    _due: asyncio.TimerHandle | None = None
    _asking: asyncio.Task[None] | None = None

    async def pull(self) -> None:
        """Everything that hints would have told."""
        raise NotImplementedError

    async def dispatch(self, message: dict[str, Any]) -> None:
        """No socket ends because the database is away: what could not be drawn is pulled later."""
        is_goodbye = message["type"] == "websocket.disconnect"
        if self.is_closed and not is_goodbye:
            return
        try:
            # Channels' own first waits for the thread that all sockets share, to close connections
            # there; `stored` has closed those of ours.
            await getattr(self, get_handler_name(message))(message)
        except Refusal as refusal:
            await self.send(frames.refusal(refusal))
        except Error as error:
            if is_goodbye:
                raise StopConsumer from error
            logger.warning("a tab could not be told: %s", error)
            self.catch_up_within(WHILE_AWAY_S)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self.disconnect(message["code"])
        raise StopConsumer

    async def accept(self, *arguments: Any, **named: Any) -> None:
        await super().accept(*arguments, **named)
        farewell.enter(self)

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        if not self.is_closed:
            self.is_closed = True
            await super().close(code, reason)
            self.forget()

    async def greeted(self) -> None:
        self.is_greeted = True
        if farewell.is_said:
            await self.close(RESTARTING)
        elif self.is_paused:
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

    async def server_stops(self, hint: dict[str, Any]) -> None:
        await self.close(RESTARTING)

    def catch_up_within(self, span_s: tuple[float, float]) -> None:
        """By a message to itself, so that it comes in turn; a new wish replaces the last."""
        self._wait_for_nothing()
        delay_s = random.uniform(*span_s)  # noqa: S311 - spread, not a secret
        self._due = asyncio.get_running_loop().call_later(delay_s, self._ask_itself)

    def forget(self) -> None:
        """When the socket is closed, by whichever side."""
        farewell.leave(self)
        self._wait_for_nothing()

    def _wait_for_nothing(self) -> None:
        if self._due:
            self._due.cancel()

    def _ask_itself(self) -> None:
        sending = self.channel_layer.send(self.channel_name, {"type": "catch.up"})
        self._asking = asyncio.get_running_loop().create_task(sending)

    async def _say_whether_live(self) -> None:
        await self.send(frames.encode("live", paused=self.is_paused))
