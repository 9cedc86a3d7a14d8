"""Throw-away PostgreSQL and Redis on free loopback ports, gone with everything in them afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.run.needs import find

HOST = "127.0.0.1"
START_WITHIN_S = 30.0
LOOK_EVERY_S = 0.05


@contextmanager
def both() -> Iterator[dict[str, str]]:
    """The environment that points Parley at the two servers."""
    with postgresql() as database, redis() as broker:
        yield {"DATABASE_URL": database, "REDIS_URL": broker}


@contextmanager
def postgresql() -> Iterator[str]:
    port = free_port()
    # Not nested in anything private: the server's own user must be able to walk there.
    with _folder("parley-postgresql-") as folder:
        owner = _give_away(folder)
        data = folder / "data"
        subprocess.run(
            [_program("initdb"), "-D", data, "-A", "trust", "-U", "parley", "-E", "UTF8", "-N"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=owner,
            cwd=folder,
        )
        options = ["-p", str(port), "-k", str(folder), "-c", f"listen_addresses={HOST}"]
        # Nobody misses a throw-away database after a power cut.
        options += ["-c", "fsync=off", "-c", "log_min_messages=fatal"]
        with _server([_program("postgres"), "-D", str(data), *options], port, folder, owner):
            yield f"postgres://parley@{HOST}:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    port = free_port()
    with _folder("parley-redis-") as folder:
        command = [_program("redis-server"), "--port", str(port), "--bind", HOST]
        command += ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        with _server(command, port, folder, None):
            yield f"redis://{HOST}:{port}/0"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: root gives the folder to the user that Debian made for it."""
    if os.geteuid() != 0:
        return None
    shutil.chown(folder, "postgres", "postgres")
    return "postgres"


@contextmanager
def _server(command: list[str], port: int, folder: Path, user: str | None) -> Iterator[None]:
    log = (folder / "log").open("wb")
    with log, subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log) as process:
        try:
            _wait_until_listening(process, port, folder / "log")
            yield
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL: end now, whoever is still connected
            process.wait()


def _wait_until_listening(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(LOOK_EVERY_S)
        else:
            return
    raise RuntimeError(f"A throw-away server did not start: {log.read_text(errors='replace')}")


def _program(name: str) -> str:
    found = find(name)
    if not found:
        raise FileNotFoundError(f"{name} is not installed")
    return found
