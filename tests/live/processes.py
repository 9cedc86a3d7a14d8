"""Processes by their ids: what they have started, whether they run, waiting for what they do."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

LOOK_EVERY_S = 0.05


def wait_until(holds: Callable[[], object], within_s: float) -> None:
    """The one place that looks again and again: another process has no event to wait for."""
    until = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"Did not hold within {within_s} s")
        select.select([], [], [], LOOK_EVERY_S)


def kill_all(process: int) -> None:
    """SIGKILL it and everything that it has started, in the middle of whatever they do."""
    for one in (process, *processes_below(process)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def processes_below(ancestor: int) -> dict[int, tuple[int, str]]:
    """Every descendant: its parent and its command line."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,stat=,args="], check=True, capture_output=True, text=True
    ).stdout
    found: dict[int, tuple[int, str]] = {}
    known = {ancestor}
    rows = [line.split(None, 3) for line in listed.splitlines()]
    for process, parent, state, *command in sorted(rows, key=lambda row: int(row[0])):
        if int(parent) in known and not state.startswith("Z"):
            known.add(int(process))
            found[int(process)] = (int(parent), " ".join(command))
    return found


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
