"""`python -m tests.chaos [SCENARIO [TIMES]]`: break, read the ledger, tell; exit code 1 on a fault."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

from tests.chaos import report
from tests.chaos.load import PROBLEMS
from tests.chaos.rounds import Outcome, play
from tests.chaos.scenarios import SCENARIOS
from tests.chaos.soak import soak
from tests.rules.files import ROOT
from tests.run import needs, servers

FAULTS_SHOWN = 10
SOAK_S = 600.0
BROWSERS = 5
KILLS = 20  # of workers of each pool
BROWSER = ["tests/browser/test_killed_browser.py"]
WORKERS = ["tests/chat/services/test_killed_workers.py"]
# What is tried more often here than in every run of the tests: the relay, and mutated events.
THOROUGH = [
    "--hypothesis-profile=thorough",
    "tests/chat/realtime/test_hearing_machine.py",
    "tests/chat/realtime/test_mutated_events.py",
    "tests/chat/realtime/test_two_ears_together.py",
]


def main(arguments: list[str]) -> int:
    if needs.install({"postgres", "redis-server"}):
        print("PostgreSQL and Redis are needed, and could not be installed.", file=sys.stderr)
        return 1
    name, times = (*arguments, "", "")[:2]
    if name == "properties":
        return _properties()
    if name == "browser":
        return _browsers(int(times or BROWSERS))
    if name == "workers":
        return _workers(int(times or KILLS))
    if name == "soak":
        return _soaked(float(times or SOAK_S))
    if name and name not in SCENARIOS:
        known = [*SCENARIOS, "browser", "workers", "soak", "properties"]
        print(f"One of: {', '.join(known)}", file=sys.stderr)
        return 2
    clean = [_tried(one, int(times or 0)) for one in ([name] if name else SCENARIOS)]
    if not name:
        clean += [_browsers(BROWSERS) == 0, _workers(KILLS) == 0]
        clean += [_properties() == 0, _soaked(SOAK_S) == 0]
    return 0 if all(clean) else 1


def _tried(name: str, times: int) -> bool:
    scenario = SCENARIOS[name]
    print(f"{name}: {scenario.what}", flush=True)
    outcome = asyncio.run(play(scenario, times or scenario.times))
    row = report.row_of(outcome)
    print(report.shown(row), *outcome.verdict.faults[:FAULTS_SHOWN], sep="\n", flush=True)
    if outcome.rounds >= scenario.times:  # a shorter run is for looking, not for the record
        report.write([row])
    _tell(outcome)
    return outcome.is_clean


def _tell(outcome: Outcome) -> None:
    closed = {str(code): count for code, count in outcome.codes.items()}
    print(f"sockets closed: {closed}; refused: {dict(outcome.errors)}", flush=True)
    print(f"posts tried again: {dict(PROBLEMS)}\n", flush=True)
    PROBLEMS.clear()


def _browsers(times: int) -> int:
    """A real Chromium, with a call at the engine; its test reads the ledger."""
    failed = sum(pytest(BROWSER) != 0 for _ in range(times))
    if times >= BROWSERS:
        report.write([report.browsers(times, failed)])
    return 1 if failed else 0


def _workers(times: int) -> int:
    """Of each pool, in the middle of a slow tool: the next one does it, its effect is had once."""
    with servers.both() as addresses:
        failed = pytest(WORKERS, **addresses, WORKER_KILLS=str(times)) != 0
    if times >= KILLS:
        report.write([report.workers(times, int(failed))])
    return 1 if failed else 0


def _soaked(seconds: float) -> int:
    found = soak(seconds)
    print(report.write_soak(found), *found.verdict.faults[:FAULTS_SHOWN], sep="\n", flush=True)
    return 0 if found.is_met else 1


def _properties() -> int:
    """The relay's state machine and mutated events, at full size."""
    return pytest(THOROUGH)


def pytest(arguments: list[str], **environment: str) -> int:
    """Its exit code. What was imported here has chosen the product's settings."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    own = {**os.environ, **settings, **environment}
    return subprocess.run(command, cwd=ROOT, env=own, check=False).returncode


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    sys.exit(main(sys.argv[1:]))
