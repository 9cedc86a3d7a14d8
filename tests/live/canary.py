"""Listens on the loopback, on one port by TCP and by UDP, and notes whoever comes: nobody should."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.run.servers import HOST

ANSWER = (
    b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/javascript\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
LOOK_EVERY_S = 0.05


class Canary:
    def __init__(self) -> None:
        self.visits: list[str] = []
        self._tcp, self._udp = _on_one_port()
        self._over = threading.Event()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    @property
    def port(self) -> int:
        number: int = self._tcp.getsockname()[1]
        return number

    def close(self) -> None:
        self._over.set()
        self._listening.join()
        self._tcp.close()
        self._udp.close()

    def _listen(self) -> None:
        while not self._over.is_set():
            ready, _, _ = select.select([self._tcp, self._udp], [], [], LOOK_EVERY_S)
            for one in ready:
                self.visits.append(self._greet() if one is self._tcp else self._read())

    def _greet(self) -> str:
        """What was asked, of whoever only connected nothing."""
        visitor, _ = self._tcp.accept()
        visitor.settimeout(1)
        try:
            asked = visitor.recv(2048)
            visitor.sendall(ANSWER)
        except OSError:
            asked = b""
        finally:
            visitor.close()
        return "tcp " + asked.partition(b"\r\n")[0].decode(errors="replace")

    def _read(self) -> str:
        return f"udp {self._udp.recv(2048)!r}"


@contextmanager
def listening() -> Iterator[Canary]:
    canary = Canary()
    try:
        yield canary
    finally:
        canary.close()


def _on_one_port() -> tuple[socket.socket, socket.socket]:
    tcp = socket.create_server((HOST, 0))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(tcp.getsockname())
    return tcp, udp
