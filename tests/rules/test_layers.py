"""Imports point one way (the contracts stand in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

from tests.rules.files import ROOT


def test_imports_point_one_way() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
