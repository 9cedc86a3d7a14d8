"""The steps of `make test` leave no test out."""

import subprocess

from tests.run.steps import ROOT, STEPS, WITH_BROWSER

MARK = "mark[.]browser"


def test_every_file_with_browser_tests_is_in_the_step_that_runs_them() -> None:
    listed = subprocess.run(
        ["git", "grep", "-lE", MARK, "--", "tests"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode()
    files = [file for file in listed.split() if file != "tests/run/test_steps.py"]
    assert len(files) > 1
    assert [file for file in files if not file.startswith(WITH_BROWSER)] == []


def test_the_browser_step_is_last_so_that_its_closing_line_is() -> None:
    assert STEPS[-1].name == "browser"
