"""Take in a body that may be compressed, and never more of it than wanted, packed or unpacked."""

from __future__ import annotations

import zlib

from tools.outside.errors import Unreachable

GZIP = 16 + zlib.MAX_WBITS


class Inflating:
    """Raises Unreachable for a packing that was not asked for, and for one that is broken."""

    def __init__(self, encoding: str, most: int) -> None:
        self._unpack = _unpacker(encoding)
        self._most = most
        self._packed = 0
        self._taken = bytearray()
        self.is_cut = False

    @property
    def body(self) -> bytes:
        return bytes(self._taken)

    def take(self, part: bytes) -> bool:
        """False when no more is wanted."""
        self._packed += len(part)
        room = self._most - len(self._taken)
        self._taken += self._unpacked(part, room + 1)
        self.is_cut = len(self._taken) > self._most or self._packed > self._most
        del self._taken[self._most :]
        return not self.is_cut

    def _unpacked(self, part: bytes, most: int) -> bytes:
        if self._unpack is None:
            return part[:most]
        try:
            return self._unpack.decompress(part, most)
        except zlib.error as error:
            raise Unreachable("bad_answer", "The page is packed in a broken way.") from error


def _unpacker(encoding: str) -> zlib._Decompress | None:
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return None
    if name in {"gzip", "x-gzip"}:
        return zlib.decompressobj(GZIP)
    raise Unreachable("bad_answer", "The page is packed in a way that was not asked for.")
