"""`python -m tests.run [STEP...]`: run the steps; exit code 0 when all passed."""

import os
import signal
import subprocess
import sys
import time

from tests.run import needs, servers
from tests.run.steps import LIMIT_S, ROOT, STEPS, Step

SUMMARY = ROOT / "build" / "steps.txt"


def main(names: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended too
    steps = [step for step in STEPS if not names or step.name in names]
    missing = needs.install({need for step in steps for need in step.needs})
    lines: list[str] = []
    all_passed = True
    for step in steps:
        outcome, passed = _outcome(step, missing, lines)
        lines.append(f"{step.name:<12} {outcome}")
        all_passed = all_passed and passed
    if not (
        STEPS[-1] in steps and not missing
    ):  # else that pytest has said it before its last line
        print("\n".join(["", *lines]), flush=True)
    return 0 if all_passed else 1


def _outcome(step: Step, missing: set[str], so_far: list[str]) -> tuple[str, bool]:
    lacking = [need for need in step.needs if need in missing]
    if lacking:
        # Elsewhere a developer may lack a server; in CI everything has to have run.
        return f"NOT RUN: {', '.join(lacking)} not installed", os.environ.get("CI") != "true"
    print(f"\n=== {step.name}", flush=True)
    SUMMARY.parent.mkdir(exist_ok=True)
    SUMMARY.write_text("\n".join(so_far), encoding="utf-8")
    started = time.monotonic()
    ok = _run(step)
    return f"{'passed' if ok else 'FAILED'} in {time.monotonic() - started:.0f} s", ok


def _run(step: Step) -> bool:
    if step.servers:
        with servers.both() as addresses:
            return _passes(step, addresses)
    return _passes(step, {"DATABASE_URL": "", "REDIS_URL": ""})


def _passes(step: Step, addresses: dict[str, str]) -> bool:
    environment = {**os.environ, **_environment(step), **addresses}
    command = step.command
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        print(f"{step.name} was ended after {LIMIT_S} s")
        return False
    if done.returncode not in (0, 1):
        print(f"{step.name} ended with {done.returncode}")
    return done.returncode == 0


def _environment(step: Step) -> dict[str, str]:
    """Nothing that the person has set for a Parley of their own may reach the tests."""
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    if step is STEPS[-1]:
        environment["PARLEY_STEPS"] = str(SUMMARY)
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
