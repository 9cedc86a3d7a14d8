"""Each process carries so many sessions."""

import pytest

from engine.core.errors import ProtocolError
from engine.processes.admission import Admission
from engine.processes.loads import ABSENT, Loads
from engine.processes.share import Share


def test_it_refuses_the_session_beyond_its_capacity() -> None:
    admission = Admission(Share(), 1)
    admission.enter()
    with pytest.raises(ProtocolError, match="as many calls as it can carry"):
        admission.enter()


async def test_a_session_that_ends_makes_room() -> None:
    admission = Admission(Share(), 1)
    for _ in range(3):
        with admission.place():
            assert admission.is_full
    assert not admission.is_full


async def test_a_session_that_breaks_makes_room() -> None:
    admission = Admission(Share(), 1)
    with pytest.raises(ZeroDivisionError), admission.place():
        raise ZeroDivisionError
    assert not admission.is_full


@pytest.mark.parametrize(
    ("loads", "taken_by"),
    [([1, 0], 1), ([0, 1], 0), ([2, 2], 0), ([3, ABSENT], 0), ([ABSENT, ABSENT], 0)],
)
def test_the_process_with_less_to_do_takes_the_call(loads: list[int], taken_by: int) -> None:
    assert Admission(Share(0, Loads(loads)), 8).lightest == taken_by
