"""How long a tab waits before it comes back: static/js/lib/backoff.js, line by line."""

import random

FIRST_CEILING_S = 0.5
LAST_CEILING_S = 30.0


def full_jitter(attempt: int) -> float:
    """Seconds, anywhere from 0 to the attempt's ceiling."""
    return random.random() * min(LAST_CEILING_S, FIRST_CEILING_S * 2.0**attempt)  # noqa: S311
