"""What each process carries, as every process reads it."""

from pathlib import Path

from engine.processes.loads import ABSENT, Loads


def test_nobody_is_there_at_first(tmp_path: Path) -> None:
    loads = Loads.create(tmp_path / "loads", 3)
    assert (loads.present, loads.total) == ([], 0)


def test_what_one_writes_another_reads(tmp_path: Path) -> None:
    ours = Loads.create(tmp_path / "loads", 2)
    theirs = Loads.open(tmp_path / "loads")
    theirs[1] = 3
    assert ours[1] == 3


def test_the_one_with_the_fewest_sessions_comes_first(tmp_path: Path) -> None:
    loads = Loads.create(tmp_path / "loads", 4)
    loads[0], loads[2], loads[3] = 5, 1, 2
    assert loads.present == [2, 3, 0]
    assert loads.total == 8


def test_whoever_is_gone_is_not_counted() -> None:
    loads = Loads([4, ABSENT])
    assert (loads.present, loads.total) == ([0], 4)
