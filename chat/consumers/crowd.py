"""How many tabs one person may have open at this process: one more lets the oldest rest."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings

TOO_MANY_TABS = 4429  # it comes back when somebody looks at it again (static/js/tab/socket.js)


class Crowd:
    """Of one process: what it protects is its memory and its time (docs/decisions.md)."""

    def __init__(self) -> None:
        self._open: defaultdict[int, list[Any]] = defaultdict(list)

    def enter(self, socket: Any) -> Any | None:
        """Who has to make room: the oldest that holds no call, else the one that comes."""
        there = self._open[socket.user.pk]
        there.append(socket)
        if len(there) <= settings.SOCKETS_PER_USER:
            return None
        leaving = next((one for one in there if not one.holds_a_call), socket)
        there.remove(leaving)
        return leaving

    def leave(self, socket: Any) -> None:
        there = self._open.get(socket.user.pk, [])
        if socket in there:
            there.remove(socket)
        if not there:
            self._open.pop(socket.user.pk, None)


crowd = Crowd()
