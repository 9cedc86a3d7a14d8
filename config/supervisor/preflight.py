"""What must be so before anything starts: one copy a data folder, and free ports."""

import fcntl
import os
import socket
import time
from pathlib import Path
from typing import IO

from config.supervisor.errors import CannotStart
from config.supervisor.options import HOST, Options

# Siblings of a supervisor that was just killed need a moment to notice.
PATIENCE_S = 3.0
LOOK_EVERY_S = 0.1


def claim(data_dir: Path, address: str) -> IO[str]:
    """Lock the data folder for this process; the lock ends with the file that is returned."""
    data_dir.mkdir(parents=True, exist_ok=True)
    file = (data_dir / "supervisor.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise CannotStart(_second_copy(file.read())) from error
    file.truncate(0)
    file.write(f"process {os.getpid()}, {address}")
    file.flush()
    return file


def check_ports(options: Options) -> None:
    wait_until_free(options.port, "PORT")
    if options.with_engine:
        if options.port == options.engine_port:
            raise CannotStart(f"PORT and ENGINE_PORT are both {options.port}; they must differ.")
        wait_until_free(options.engine_port, "ENGINE_PORT")


def wait_until_free(port: int, name: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_free(port):
        if time.monotonic() > until:
            raise CannotStart(
                f"Port {port} is taken by another program; choose another one: "
                f"{name}={port + 1} make run"
            )
        time.sleep(LOOK_EVERY_S)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do it, so that a port in TIME_WAIT counts as free here as well.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _second_copy(owner: str) -> str:
    return (
        f"Parley is running already ({owner}); end that one first, or give this one "
        "its own DATA_DIR, PORT and ENGINE_PORT."
    )
