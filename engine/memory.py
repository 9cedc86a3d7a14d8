"""Gives back what a call has held: its objects refer to each other, so they wait for the collector."""

import asyncio
import ctypes
import gc
from contextlib import suppress

# A session that has ended is still closing its transport.
CLOSED_WITHIN_S = 1.0


def settle() -> None:
    """Once, when all is loaded: what stays for good is not looked at again, so `give_back` is quick."""
    gc.collect()
    gc.freeze()


def give_back_soon() -> None:
    """A session has ended."""
    asyncio.get_running_loop().call_later(CLOSED_WITHIN_S, give_back)


def give_back() -> None:
    gc.collect()
    with suppress(OSError, AttributeError):  # only the GNU C library keeps, and trims
        ctypes.CDLL(None).malloc_trim(0)
