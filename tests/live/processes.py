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
    children: dict[int, list[tuple[int, str]]] = {}
    for line in listed.splitlines():
        process, parent, state, *command = line.split(None, 3)
        if not state.startswith("Z"):
            children.setdefault(int(parent), []).append((int(process), " ".join(command)))
    found: dict[int, tuple[int, str]] = {}
    parents = [ancestor]
    while parents:  # not by the order of ids: they begin anew when the highest was given
        of = parents.pop()
        found |= {process: (of, command) for process, command in children.get(of, [])}
        parents += [process for process, _ in children.get(of, [])]
    return found


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
