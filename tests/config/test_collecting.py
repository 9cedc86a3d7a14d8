"""A full collection does not walk what was loaded at the start."""

import gc
from collections.abc import Iterator

import pytest

from config.collecting import leave_out_what_is_loaded


@pytest.fixture(autouse=True)
def _walked_again_afterwards() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_left_out_and_what_comes_later_is_not() -> None:
    leave_out_what_is_loaded()
    assert gc.get_freeze_count() > len(gc.get_objects())
    later = [object()]
    assert any(one is later for one in gc.get_objects())
