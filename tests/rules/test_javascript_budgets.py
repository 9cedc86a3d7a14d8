"""JavaScript functions, measured by TypeScript's own parser."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.rules.files import ROOT, named, ours

FUNCTION_LINES = 25
PROGRAM = Path(__file__).with_name("functions.mjs")

# `make test` installs both, and in CI counts it as a failure when it could not.
pytestmark = pytest.mark.skipif(
    not shutil.which("node") or not (ROOT / "node_modules" / "typescript").exists(),
    reason="Node or its packages are not installed",
)


def test_no_javascript_function_is_too_long() -> None:
    found = _functions([named(path) for path in ours("static/js/*.js", "tests/js/*.js")])
    assert found
    assert [one for one in found if one["lines"] > FUNCTION_LINES] == []


def test_the_measure_counts_lines_of_methods_and_arrows(tmp_path: Path) -> None:
    source = tmp_path / "one.js"
    source.write_text("class A {\n  b() {\n    return 1;\n  }\n}\nconst c = () =>\n  2;\n")
    assert [(one["name"], one["lines"]) for one in _functions([str(source)])] == [
        ("b", 3),
        ("(unnamed)", 2),
    ]


def _functions(paths: list[str]) -> list[dict[str, Any]]:
    command = ["node", str(PROGRAM), *paths]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
