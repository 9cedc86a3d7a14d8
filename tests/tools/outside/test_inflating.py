"""Never more is unpacked than is wanted."""

import gzip

import pytest

from tests.tools.outside.site import BOMB
from tools.outside.errors import Unreachable
from tools.outside.inflating import Inflating


def test_what_is_packed_is_unpacked_in_parts() -> None:
    taking = Inflating("gzip", 100)
    packed = gzip.compress(b"tea " * 20)
    assert all(taking.take(packed[at : at + 7]) for at in range(0, len(packed), 7))
    assert (taking.body, taking.is_cut) == (b"tea " * 20, False)


def test_a_bomb_is_unpacked_as_far_as_wanted() -> None:
    taking = Inflating("gzip", 1_000)
    assert not taking.take(BOMB)
    assert (len(taking.body), taking.is_cut) == (1_000, True)


def test_what_is_not_packed_is_cut_too() -> None:
    taking = Inflating("", 5)
    assert taking.take(b"12345")
    assert not taking.take(b"6")
    assert (taking.body, taking.is_cut) == (b"12345", True)


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(Unreachable):
        Inflating(encoding, 5)
