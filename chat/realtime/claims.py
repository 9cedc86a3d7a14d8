"""How often a person may name a call: each claim is asked of the provider with the server's key."""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from chat.errors import Refusal

CLAIMS_A_MINUTE = 20
MAX_PEOPLE = 10_000
MINUTE_S = 60.0


class Claims:
    """Of one process."""

    def __init__(self) -> None:
        self._at: OrderedDict[int, deque[float]] = OrderedDict()

    def note(self, user_id: int) -> None:
        """Raises Refusal `too_many_claims`."""
        now = time.monotonic()
        recent = self._at.setdefault(user_id, deque(maxlen=CLAIMS_A_MINUTE))
        self._at.move_to_end(user_id)
        if len(recent) == CLAIMS_A_MINUTE and now - recent[0] < MINUTE_S:
            message = "That is many calls in one minute. Wait a moment."
            raise Refusal("too_many_claims", message, status=429, retry=True)
        recent.append(now)
        if len(self._at) > MAX_PEOPLE:
            self._at.popitem(last=False)
