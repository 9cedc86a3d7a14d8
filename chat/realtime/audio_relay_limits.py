"""How much a browser may send to the audio relay: frames and bytes, each by a token bucket. No I/O."""

from __future__ import annotations

import time

FRAMES_A_SECOND, FRAMES_AT_ONCE = 60, 200
BYTES_A_SECOND, BYTES_AT_ONCE = 128 * 1024, 1024 * 1024
MOST_REFUSALS = 20


class Limits:
    __slots__ = ("_at", "_bytes", "_frames", "_refusals")

    def __init__(self) -> None:
        self._frames, self._bytes = float(FRAMES_AT_ONCE), float(BYTES_AT_ONCE)
        self._at = time.monotonic()
        self._refusals = 0

    def allow(self, size: int) -> bool:
        """One frame more of this many bytes."""
        now = time.monotonic()
        passed, self._at = now - self._at, now
        frames = self._frames + passed * FRAMES_A_SECOND
        bytes_ = self._bytes + passed * BYTES_A_SECOND
        self._frames = (frames if frames < FRAMES_AT_ONCE else FRAMES_AT_ONCE) - 1
        self._bytes = (bytes_ if bytes_ < BYTES_AT_ONCE else BYTES_AT_ONCE) - size
        return self._frames >= 0 and self._bytes >= 0

    def allow_refusal(self) -> bool:
        """One saying more that was refused."""
        self._refusals += 1
        return self._refusals <= MOST_REFUSALS
