"""What keeps a socket up: no error of the database ends it, and an orderly stop lets it finish first."""

from __future__ import annotations

import logging
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
ABNORMAL = 1006  # nobody said goodbye (RFC 6455, 7.1.5)


class Steady(AsyncWebsocketConsumer):  # type: ignore[misc]
    is_closed = False
    is_there = False

    async def __call__(self, *given: Any) -> None:
        try:
            await super().__call__(*given)
        finally:
            # uvicorn raises where something is said to a browser that is gone: no disconnect follows.
            if self.is_there:
                await self._leave(ABNORMAL)

    def make_up_for_it(self) -> None:
        """The database was away when a hint came: tell later what the hint was about."""
        raise NotImplementedError

    async def dispatch(self, message: dict[str, Any]) -> None:
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
            self.make_up_for_it()

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        self.is_there = True
        await super().websocket_connect(message)

    async def accept(self, *arguments: Any, **named: Any) -> None:
        await super().accept(*arguments, **named)
        farewell.enter(self)

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        if not self.is_closed:
            self.is_closed = True
            await super().close(code, reason)
            self.forget()

    async def come_back_if_stopping(self) -> None:
        if farewell.is_said:
            await self.close(RESTARTING)

    async def come_back(self) -> None:
        """The browser opens another one at once."""
        await self.close(RESTARTING)

    async def stop_soon(self) -> None:
        """By a message to itself: what is under way is done first."""
        await self.channel_layer.send(self.channel_name, {"type": "server.stops"})

    async def server_stops(self, hint: dict[str, Any]) -> None:
        await self.close(RESTARTING)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self._leave(message["code"])
        raise StopConsumer

    def forget(self) -> None:
        """When the socket is closed, by whichever side."""

    async def _leave(self, code: int) -> None:
        self.is_there = False
        farewell.leave(self)  # not before: daphne says so when the browser has answered the close
        await self.disconnect(code)
