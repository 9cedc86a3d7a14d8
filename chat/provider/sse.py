"""Server-sent events of a stream, without I/O: bytes in, the data of whole events out."""

from __future__ import annotations

MOST_WAITING_BYTES = 4 * 1024 * 1024


class EventTooLong(ValueError):
    """An event that never ends."""


class ServerSentEvents:
    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, part: bytes) -> list[bytes]:
        *lines, self._rest = (self._rest + part).split(b"\n")
        found = [data for line in lines if (data := self._read(line.rstrip(b"\r"))) is not None]
        if len(self._rest) + sum(map(len, self._data)) > MOST_WAITING_BYTES:
            raise EventTooLong
        return found

    def end(self) -> list[bytes]:
        """The stream is over: some servers leave the last empty line out."""
        return self.feed(b"\n\n")

    def _read(self, line: bytes) -> bytes | None:
        """An empty line ends an event; what is no data (its name, a comment) says nothing to us."""
        if line.startswith(b"data:"):
            self._data.append(line[5:].lstrip(b" "))
        elif not line and self._data:
            data, self._data = b"\n".join(self._data), []
            return data
        return None
