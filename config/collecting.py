"""Python's garbage collection in a process that answers sockets: what is loaded is not walked again."""

import gc

from django.urls import get_resolver


def leave_out_what_is_loaded() -> None:
    """Else each full collection walks all of it: 0.1 s in which no socket is heard."""
    _ = get_resolver().url_patterns  # loads the pages
    gc.collect()
    gc.freeze()
