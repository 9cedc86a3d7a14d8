"""How many tabs one person may have open at this process: one more lets the oldest rest."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.conf import settings

from chat.consumers.logged_in import Hint, LoggedIn
from chat.models import RealtimeSession

TOO_MANY_TABS = 4429  # it comes back when somebody looks at it again (static/js/tab/socket.js)


class Crowd:
    """Of one process: what it protects is its memory and its time (docs/decisions.md)."""

    def __init__(self) -> None:
        self._open: defaultdict[int, list[MakesRoom]] = defaultdict(list)

    def enter(self, socket: MakesRoom) -> MakesRoom | None:
        """Who has to make room: the oldest that holds no call, else the one that comes."""
        there = self._open[socket.user.pk]
        there.append(socket)
        if len(there) <= settings.SOCKETS_PER_USER:
            return None
        leaving = next((one for one in there if not one.holds_a_call), socket)
        there.remove(leaving)
        return leaving

    def leave(self, socket: MakesRoom) -> None:
        there = self._open.get(socket.user.pk, [])
        if socket in there:
            there.remove(socket)
        if not there:
            self._open.pop(socket.user.pk, None)


class MakesRoom(LoggedIn):
    held: dict[UUID, RealtimeSession]

    @property
    def holds_a_call(self) -> bool:
        return any(session.is_open for session in self.held.values())

    async def greeted(self) -> None:
        await super().greeted()
        if not self.is_closed and (leaving := crowd.enter(self)):
            await self.channel_layer.send(leaving.channel_name, {"type": "make.room"})

    async def make_room(self, hint: Hint) -> None:
        await self.close(TOO_MANY_TABS)

    def forget(self) -> None:
        super().forget()
        crowd.leave(self)


crowd = Crowd()
