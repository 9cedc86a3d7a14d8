"""A real Parley of its own: supervisor, web and engine on free ports, its own data folder."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.live.processes import processes_below
from tests.live.processes import wait_until as look_until
from tests.rules.files import ROOT
from tests.run.servers import HOST, free_port

UP_WITHIN_S = 90.0
DOWN_WITHIN_S = 15.0
# What a person's own settings are kept from: nothing else of this environment gets through.
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR")


class Parley:
    """One running copy; `output` is what its terminal has shown so far."""

    def __init__(self, data_dir: Path, **settings: str) -> None:
        self.data_dir = data_dir
        self.port, self.engine_port = free_port(), free_port()
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.environment |= {
            "PORT": str(self.port),
            "ENGINE_PORT": str(self.engine_port),
            "DATA_DIR": str(data_dir),
            **settings,
        }
        self.output = ""
        self.logins_left: dict[str, list[str]] = {}  # of tests.live.logins
        self._log = data_dir.with_suffix(".log")

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        # Our end closes with this process, however it ends, and nothing is left running.
        lifeline, self._our_end = os.pipe()
        with self._log.open("wb") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "config.supervisor"],
                cwd=ROOT,
                env={**self.environment, "LIFELINE_FD": str(lifeline)},
                pass_fds=[lifeline],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        os.close(lifeline)
        self.wait_until(lambda: "Parley is at" in self.read_output(), UP_WITHIN_S)

    def read_output(self) -> str:
        self.output = self._log.read_text(encoding="utf-8", errors="replace")
        if self.supervisor.poll() is not None:
            raise RuntimeError(f"Parley ended with {self.supervisor.returncode}:\n{self.output}")
        return self.output

    def end(self) -> int:
        """Ctrl-C; returns the exit code."""
        if self.supervisor.poll() is None:
            os.killpg(self.supervisor.pid, signal.SIGINT)
        try:
            return self.supervisor.wait(DOWN_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            raise

    def cut_lifeline(self) -> None:
        """What happens when the tests are killed."""
        os.close(self._our_end)

    def siblings(self) -> dict[str, int]:
        """Process ids by name: web, engine."""
        listed = processes_below(self.supervisor.pid)
        kinds = {"web": "config.asgi:application", "engine": "-m engine"}
        return {
            name: process
            for name, mark in kinds.items()
            for process, (parent, command) in listed.items()
            if mark in command and parent == self.supervisor.pid
        }

    def processes(self) -> list[int]:
        """The supervisor and everything that it, or what it started, has started."""
        return [self.supervisor.pid, *processes_below(self.supervisor.pid)]

    def kill_web(self) -> int:
        """SIGKILL, in the middle of whatever it does; returns the process id that died."""
        web = self.siblings()["web"]
        os.kill(web, signal.SIGKILL)
        return web

    def wait_until_web_answers(self) -> None:
        self.wait_until(lambda: self.get("/health/live") == http.client.OK, UP_WITHIN_S)

    def get(self, path: str, port: int | None = None) -> int:
        """The status of an answer; 0 when there is none."""
        connection = http.client.HTTPConnection(HOST, port or self.port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        """Read the database as it is on disk, past the application."""
        with sqlite3.connect(f"file:{self.data_dir / 'parley.sqlite3'}?mode=ro", uri=True) as found:
            found.row_factory = sqlite3.Row
            return [dict(row) for row in found.execute(query, arguments)]

    def forget_preferences(self) -> None:
        """Everybody likes again what they liked at first: one Parley serves many tests."""
        with sqlite3.connect(self.data_dir / "parley.sqlite3") as found:
            found.execute("DELETE FROM chat_preference")

    wait_until = staticmethod(look_until)


@contextmanager
def running(data_dir: Path, **settings: str) -> Iterator[Parley]:
    parley = Parley(data_dir, **settings)
    try:
        parley.start()
        yield parley
    finally:
        parley.end()
