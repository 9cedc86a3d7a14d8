"""`python -m tests.run [STEP...]`: run the steps; exit code 0 when all passed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.run import needs, servers
from tests.run.aside import Aside
from tests.run.steps import LAST, LIMIT_S, ROOT, STEPS, Step

PRINTED = ROOT / "build" / f"{LAST.name}.txt"
# The last step has people who wait for answers in it; the others have time.
MANNERS = 10


def main(names: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    steps = [step for step in STEPS if not names or step.name in names]
    missing = needs.install({need for step in steps for need in step.needs})
    if LAST in steps and not lacking(LAST, missing):
        with _last() as last:
            return _run_all([step for step in steps if step is not LAST], missing, last)
    return _run_all(steps, missing, None)


def lacking(step: Step, missing: set[str]) -> list[str]:
    return [need for need in step.needs if need in missing]


@contextmanager
def _last() -> Iterator[Aside]:
    PRINTED.parent.mkdir(exist_ok=True)
    aside = Aside(LAST.command, _environment(), PRINTED)
    try:
        os.nice(MANNERS)
        yield aside
    finally:
        aside.end()


def _run_all(steps: list[Step], missing: set[str], last: Aside | None) -> int:
    lines: list[str] = []
    all_passed = True
    for step in steps:
        outcome, passed = _outcome(step, missing)
        lines.append(f"{step.name:<12} {outcome}")
        all_passed = all_passed and passed
    if last:
        print(f"\n=== {LAST.name}", flush=True)
        return 0 if last.finish(lines) and all_passed else 1
    print("\n".join(["", *lines]), flush=True)
    return 0 if all_passed else 1


def _outcome(step: Step, missing: set[str]) -> tuple[str, bool]:
    if lacks := lacking(step, missing):
        # Elsewhere a developer may lack a server; in CI everything has to have run.
        return f"NOT RUN: {', '.join(lacks)} not installed", os.environ.get("CI") != "true"
    print(f"\n=== {step.name}", flush=True)
    started = time.monotonic()
    ok = _run(step)
    return f"{'passed' if ok else 'FAILED'} in {time.monotonic() - started:.0f} s", ok


def _run(step: Step) -> bool:
    if step.servers:
        with servers.both() as addresses:
            return _passes(step, addresses)
    return _passes(step, {})


def _passes(step: Step, addresses: dict[str, str]) -> bool:
    environment = {**_environment(), **addresses}
    try:
        done = subprocess.run(step.command, cwd=ROOT, env=environment, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        print(f"{step.name} was ended after {LIMIT_S} s")
        return False
    if done.returncode not in (0, 1):
        print(f"{step.name} ended with {done.returncode}")
    return done.returncode == 0


def _environment() -> dict[str, str]:
    """Nothing that the person has set for a Parley of their own may reach the tests."""
    no_servers = {"DATABASE_URL": "", "REDIS_URL": ""}
    return {**os.environ, **no_servers, "DJANGO_SETTINGS_MODULE": "tests.settings"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
