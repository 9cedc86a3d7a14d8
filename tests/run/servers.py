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

from tests.live.processes import kill_all
from tests.run.needs import find

HOST = "127.0.0.1"
START_WITHIN_S = 30.0
LOOK_EVERY_S = 0.02


class Server:
    """Killed and started again it keeps its folder and its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.owner: str | None = None
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """As Parley's settings want it."""
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), user=self.owner, cwd=self.folder, stdout=log, stderr=log
            )
        self._wait_until_listening(self.process)

    def kill(self) -> None:
        """SIGKILL, with everything that it has started."""
        if self.process:
            kill_all(self.process.pid)
            self.process.wait()

    def end(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL: end now, whoever is connected
            self.process.wait()

    def _wait_until_listening(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + START_WITHIN_S
        while process.poll() is None and time.monotonic() < until:
            if is_listening(self.port):
                return
            time.sleep(LOOK_EVERY_S)
        log = (self.folder / "log").read_text(errors="replace")
        raise RuntimeError(f"A throw-away server did not start: {log}")


class PostgreSQL(Server):
    """`durable`: with fsync, as a real one; the tests' rows nobody misses after a power cut."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        super().__init__(folder)
        self.durable = durable
        self.owner = _give_away(folder)
        self.data = folder / "data"
        subprocess.run(
            [
                _program("initdb"),
                "-D",
                self.data,
                "-A",
                "trust",
                "-U",
                "parley",
                "-E",
                "UTF8",
                "-N",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.owner,
            cwd=folder,
        )

    @property
    def address(self) -> str:
        return f"postgres://parley@{HOST}:{self.port}/postgres"

    def command(self) -> list[str]:
        options = ["-p", str(self.port), "-k", str(self.folder), "-c", f"listen_addresses={HOST}"]
        options += [
            "-c",
            f"fsync={'on' if self.durable else 'off'}",
            "-c",
            "log_min_messages=fatal",
        ]
        return [_program("postgres"), "-D", str(self.data), *options]


class Redis(Server):
    @property
    def address(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def command(self) -> list[str]:
        command = [_program("redis-server"), "--port", str(self.port), "--bind", HOST]
        return [*command, "--save", "", "--appendonly", "no", "--loglevel", "warning"]


@contextmanager
def both() -> Iterator[dict[str, str]]:
    """The environment that points Parley at the two servers."""
    with postgresql() as database, redis() as broker:
        yield {"DATABASE_URL": database.address, "REDIS_URL": broker.address}


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[PostgreSQL]:
    # Not nested in anything private: the server's own user must be able to walk there.
    with _folder("parley-postgresql-") as folder:
        server = PostgreSQL(folder, durable=durable)
        with _started(server):
            yield server


@contextmanager
def redis() -> Iterator[Redis]:
    with _folder("parley-redis-") as folder:
        server = Redis(folder)
        with _started(server):
            yield server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def _started(server: Server) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.end()


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


def _program(name: str) -> str:
    found = find(name)
    if not found:
        raise FileNotFoundError(f"{name} is not installed")
    return found
