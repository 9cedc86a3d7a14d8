"""How much of something that costs a person may use in a minute."""

from django.core.cache import cache

from chat.errors import Refusal
from chat.models import User

MINUTE_S = 60


def spend(what: str, user: User, amount: int, at_most: int) -> None:
    """Raises Refusal `too_fast` beyond it. A lost counter begins anew: it guards money, not secrets."""
    key = f"spent.{what}.{user.pk}"
    cache.add(key, 0, MINUTE_S)
    try:
        spent = cache.incr(key, amount)
    except ValueError:  # it ran out between the two
        cache.set(key, amount, MINUTE_S)
        spent = amount
    if spent > at_most:
        message = "That was a little fast. Wait a moment and try again."
        raise Refusal("too_fast", message, status=429, retry=True)
