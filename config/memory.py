"""The memory of a process that answers sockets: what is loaded stays out of the way, what is freed is used."""

import ctypes
import gc

from django.urls import get_resolver

# glibc's mallopt(3).
M_ARENA_MAX = -8
ARENAS = 2


def leave_out_what_is_loaded() -> None:
    """Else each full collection walks all of it: 0.1 s in which no socket is heard."""
    _ = get_resolver().url_patterns  # loads the pages
    gc.collect()
    gc.freeze()


def share_arenas() -> bool:
    """Before there are threads: else each keeps as much as it once needed, for good.

    False where the C library is another one, and has no such thing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(M_ARENA_MAX, ARENAS) == 1
