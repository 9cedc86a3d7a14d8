"""Who is let in: each process carries so many sessions, and the next is sent on or refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine import memory
from engine.core.errors import ProtocolError
from engine.processes.share import Share


class Admission:
    def __init__(self, share: Share, most: int) -> None:
        self._share = share
        self._most = most

    @property
    def lightest(self) -> int:
        """The process that should take the next call: this one, unless another has less to do."""
        loads, own = self._share.loads, self._share.number
        first = next(iter(loads.present), own)
        return first if loads[first] < loads[own] else own

    @property
    def is_full(self) -> bool:
        return self._share.loads[self._share.number] >= self._most

    @property
    def total(self) -> int:
        return self._share.loads.total

    def enter(self) -> None:
        if self.is_full:
            message = "This engine has as many calls as it can carry. Try again later."
            raise ProtocolError(message, "too_many_calls", kind="server_error")
        self._share.loads[self._share.number] += 1

    def leave(self) -> None:
        self._share.loads[self._share.number] -= 1
        memory.give_back_soon()

    @contextmanager
    def place(self) -> Iterator[None]:
        self.enter()
        try:
            yield
        finally:
            self.leave()
