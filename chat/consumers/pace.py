"""How fast a tab may talk, and how often its growing text is kept."""

import time

FRAMES_A_SECOND = 50
BURST = 200
CHECKPOINT_EVERY_S = 2.0
MAX_ITEMS = 64


class Pace:
    """A token bucket for one socket."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._at = time.monotonic()

    def allows(self) -> bool:
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._at) * FRAMES_A_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Checkpoints:
    """When an item's growing text was last kept."""

    def __init__(self) -> None:
        self._at: dict[str, float] = {}

    def due(self, item_id: str) -> bool:
        now = time.monotonic()
        if now - self._at.setdefault(item_id, now) < CHECKPOINT_EVERY_S:
            return False
        self._at[item_id] = now
        while len(self._at) > MAX_ITEMS:
            self._at.pop(next(iter(self._at)))
        return True
