"""What must never be reached: it listens on every address of this machine and counts who comes."""

from __future__ import annotations

import socket
import threading

WITHIN_S = 60


class Canary:
    def __init__(self) -> None:
        self._sockets = [_listening(socket.AF_INET, "0.0.0.0", 0)]  # noqa: S104 - on every address
        self.port: int = self._sockets[0].getsockname()[1]
        if socket.has_ipv6:
            self._sockets.append(_listening(socket.AF_INET6, "::", self.port))
        self._arrived: list[tuple[str, int]] = []
        self._changed = threading.Condition()
        for listening in self._sockets:
            threading.Thread(target=self._count, args=(listening,), daemon=True).start()

    def visitors(self) -> int:
        """How many came since, asked by coming oneself: whoever came before is counted by then."""
        own = [self._visit(one) for one in self._sockets]
        names = {one.getsockname()[:2] for one in own}
        with self._changed:
            assert self._changed.wait_for(lambda: names <= set(self._arrived), WITHIN_S)
            found = len(self._arrived) - len(own)
            self._arrived.clear()
        for one in own:
            one.close()
        return found

    def close(self) -> None:
        for listening in self._sockets:
            listening.close()

    def _visit(self, listening: socket.socket) -> socket.socket:
        host = "::1" if listening.family == socket.AF_INET6 else "127.0.0.1"
        return socket.create_connection((host, self.port), WITHIN_S)

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                visitor, name = listening.accept()
            except OSError:  # closed
                return
            with self._changed:
                self._arrived.append(name[:2])
                self._changed.notify_all()
            visitor.close()


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.bind((host, port))
    made.listen(64)
    return made
