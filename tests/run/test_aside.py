"""A step beside the others: shown when it is its turn, told how they went, never left running."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.processes import is_running
from tests.run.aside import Aside

WAITS_FOR_THE_OTHERS = """
import os
print("mine", flush=True)
print(os.fdopen(int(os.environ["PARLEY_STEPS"])).read())
"""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Aside]]:
    asides: list[Aside] = []
    yield asides
    for aside in asides:
        aside.end()


def start(started: list[Aside], folder: Path, program: str) -> Aside:
    started.append(Aside([sys.executable, "-c", program], {}, folder / "printed"))
    return started[-1]


def test_it_waits_for_the_others_and_says_how_they_went(
    started: list[Aside], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    aside = start(started, tmp_path, WAITS_FOR_THE_OTHERS)
    assert aside.finish(["lint passed", "sqlite FAILED"])
    assert capfdbinary.readouterr().out == b"mine\nlint passed\nsqlite FAILED\n"


def test_nothing_is_shown_before_its_turn(
    started: list[Aside], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    aside = start(started, tmp_path, "print('mine')")
    aside.process.wait()
    assert capfdbinary.readouterr().out == b""
    aside.finish([])
    assert capfdbinary.readouterr().out == b"mine\n"


def test_one_that_fails_has_not_passed(started: list[Aside], tmp_path: Path) -> None:
    assert not start(started, tmp_path, "raise SystemExit(1)").finish([])


def test_it_is_not_left_running_when_the_others_were_ended(
    started: list[Aside], tmp_path: Path
) -> None:
    aside = start(started, tmp_path, WAITS_FOR_THE_OTHERS)
    aside.end()
    assert not is_running(aside.process.pid)
