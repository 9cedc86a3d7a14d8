"""The first thing that `make` runs: it makes the environment, once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.files import ROOT

MODULE = "import sys; print('ran in', sys.prefix)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of nothing but the bootstrap, a lock that asks for nothing, and one module."""
    (tmp_path / "config" / "locks").mkdir(parents=True)
    shutil.copy(ROOT / "config" / "bootstrap.py", tmp_path / "config")
    (tmp_path / "config" / "locks" / "run.lock").write_text("# nothing\n")
    (tmp_path / "hello.py").write_text(MODULE)
    return tmp_path


def test_it_installs_once_and_again_only_when_the_lock_changed(checkout: Path) -> None:
    first, second = _bootstrap(checkout), _bootstrap(checkout)
    (checkout / "config" / "locks" / "run.lock").write_text("# nothing more\n")
    third = _bootstrap(checkout)
    assert ["Installing" in run for run in (first, second, third)] == [True, False, True]
    assert f"ran in {checkout / '.venv'}" in first


def test_it_mends_an_environment_whose_python_is_gone(checkout: Path) -> None:
    _bootstrap(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()
    assert f"ran in {checkout / '.venv'}" in _bootstrap(checkout)


def _bootstrap(checkout: Path) -> str:
    command = [sys.executable, "-I", str(checkout / "config" / "bootstrap.py"), "run", "hello"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
