"""How long a tab waits: static/js/lib/backoff.js and static/js/tab/comeback.js, line by line."""

import random
import time

FIRST_CEILING_S = 0.5
LAST_CEILING_S = 30.0

RESTART = 1012
TOO_BUSY = 1013
FIRST_S = 0.5
RESTART_S = 1.0
BUSY_S = 10.0
LONGEST_S = 6.0
OF_TIME_AWAY = 0.5


def full_jitter(attempt: int) -> float:
    """Seconds, anywhere from 0 to the attempt's ceiling."""
    return random.random() * min(LAST_CEILING_S, FIRST_CEILING_S * 2.0**attempt)  # noqa: S311


class Comeback:
    """How long a tab's socket waits before it comes back."""

    def __init__(self) -> None:
        self._since: float | None = None  # since when it has not been well

    def after(self, code: int | None) -> float:
        """Seconds until the next try; `code`: why the socket closed."""
        return random.random() * self._ceiling(code)  # noqa: S311

    def settle(self) -> None:
        """It has been there for long enough: the next loss is a new one."""
        self._since = None

    def _ceiling(self, code: int | None) -> float:
        now = time.monotonic()
        if code == RESTART or self._since is None:
            self._since = now
        if code == TOO_BUSY:
            return BUSY_S
        if code == RESTART:
            return RESTART_S
        return min(LONGEST_S, FIRST_S + OF_TIME_AWAY * (now - self._since))
