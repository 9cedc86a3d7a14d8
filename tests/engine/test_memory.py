"""Memory comes back after a call."""

import gc
import weakref

from engine import memory


class Knot:
    """Refers to itself, as a peer connection's parts refer to each other."""

    def __init__(self) -> None:
        self.own = self


def test_what_refers_to_itself_is_given_back() -> None:
    gc.disable()
    try:
        left = weakref.ref(Knot())
        assert left() is not None
        memory.give_back()
        assert left() is None
    finally:
        gc.enable()


def test_what_was_there_at_the_start_is_not_looked_at_again() -> None:
    before = gc.get_freeze_count()
    try:
        memory.settle()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
