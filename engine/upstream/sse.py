"""Server-sent events as bytes arrive, without I/O."""

MOST_WAITING_BYTES = 4 * 1024 * 1024


class TooLong(ValueError):
    """An event that never ends."""


class Events:
    """Feed it the body in pieces; it gives the data of every event that is complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> list[bytes]:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        found = [data for line in lines if (data := self._line(line.removesuffix(b"\r")))]
        if len(self._rest) + sum(map(len, self._data)) > MOST_WAITING_BYTES:
            raise TooLong("an event of more than 4 MiB")
        return found

    def end(self) -> list[bytes]:
        """The body is over; a last event may lack its empty line."""
        return [data for line in (self._rest, b"") if (data := self._line(line))]

    def _line(self, line: bytes) -> bytes | None:
        if line.startswith(b"data:"):
            self._data.append(line[5:].removeprefix(b" "))
        elif not line and self._data:
            data, self._data = b"\n".join(self._data), []
            return data
        return None
