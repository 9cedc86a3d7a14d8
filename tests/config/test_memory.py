"""A full collection does not walk what was loaded at the start, and threads share their arenas."""

import gc
import platform
from collections.abc import Iterator

import pytest

from config.memory import leave_out_what_is_loaded, share_arenas


@pytest.fixture(autouse=True)
def _walked_again_afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_left_out_and_what_comes_later_is_not() -> None:
    leave_out_what_is_loaded()
    assert gc.get_freeze_count() > len(gc.get_objects())
    later = [object()]
    assert any(one is later for one in gc.get_objects())


def test_glibc_takes_the_number_of_arenas() -> None:
    is_glibc = platform.libc_ver()[0] == "glibc"
    assert share_arenas() is is_glibc
