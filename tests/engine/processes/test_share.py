"""A call's id says which process has it."""

from pathlib import Path

import pytest

from engine.processes import share
from engine.processes.loads import Loads
from engine.processes.share import MOST_PROCESSES, Share


@pytest.mark.parametrize("number", [0, 1, MOST_PROCESSES - 1])
def test_a_call_id_names_its_process(number: int) -> None:
    own = Share(number, Loads([0] * MOST_PROCESSES))
    reader = Share(0, Loads([0] * MOST_PROCESSES))
    assert reader.owner(own.new_call_id()) == number


def test_a_call_id_has_the_provider_s_shape() -> None:
    own = Share()
    assert own.new_call_id().startswith("rtc_")
    assert len(own.new_call_id()) == len("rtc_") + 21
    assert own.new_call_id() != own.new_call_id()


@pytest.mark.parametrize("call_id", ["", "rtc_", "rtc_9", "rtc_-", "nobody"])
def test_an_id_that_is_none_of_ours_is_our_own_affair(call_id: str) -> None:
    assert Share(1, Loads([0, 0])).owner(call_id) == 1


def test_what_a_process_is_told_is_what_it_knows(tmp_path: Path) -> None:
    Loads.create(tmp_path / "loads", 2)
    told, descriptor = share.load(share.dump(1, b"secret", tmp_path, 7))
    assert (told.number, told.secret, descriptor) == (1, b"secret", 7)
    assert told.socket_of(0) == tmp_path / "0.sock"


def test_the_secret_is_not_shown(tmp_path: Path) -> None:
    assert "hush" not in repr(Share(secret=b"hush"))
