"""A grown Parley of its own: PostgreSQL, Redis, several web processes behind a proxy, worker and beat."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from tests.fakes.provider import FakeProvider
from tests.live.parley import PASSED_ON
from tests.live.people import Person
from tests.live.processes import kill_all, wait_until
from tests.live.proxy import Proxy
from tests.rules.files import ROOT
from tests.run import servers
from tests.run.servers import HOST, free_port, is_listening

UP_WITHIN_S = 60.0
DOWN_WITHIN_S = 15.0
UVICORN = ["-m", "tests.live.web", "--host", HOST]
DAPHNE = ["-m", "daphne", "-v", "0", "-b", HOST]
WORKER = ["-m", "celery", "-A", "config", "worker", "-P", "threads", "-c", "2", "-l", "warning"]
BEAT = ["-m", "celery", "-A", "config", "beat", "-l", "warning"]
# What one person may do is not what is tried here.
NO_LIMITS = {
    "SESSION_STARTS_PER_MINUTE": "1000000",
    "CALLS_PER_USER": "1000000",
    "CALLS_AT_ONCE": "1000000",
    "SOCKETS_PER_USER": "1000000",
}


class Program:
    """One process of ours: killed and started again as whoever looks after it would."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command = [sys.executable, *command]
        self.environment = environment
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[int(self.environment["LIFELINE_FD"])],
            )

    def kill(self) -> None:
        kill_all(self.pid)
        self.wait()

    def terminate(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        assert self.process
        return self.process.wait(DOWN_WITHIN_S)

    def end(self) -> None:
        self.terminate()
        try:
            self.wait()
        except subprocess.TimeoutExpired:
            self.kill()


class Web(Program):
    def __init__(self, server: list[str], environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        port = ["-p", str(self.port), "config.asgi:application"]
        command = [*server, *(port if server is DAPHNE else ["--port", str(self.port)])]
        super().__init__(command, environment, log)

    def wait_until_answering(self) -> None:
        wait_until(self._is_answering, UP_WITHIN_S)

    def _is_answering(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f"A web process ended at its start:\n{self.log.read_text()}")
        return is_listening(self.port)


class Grown:
    """Everything is up while `running`; its parts may be killed and started again by tests."""

    def __init__(
        self, folder: Path, *, debug: bool = False, settings: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.folder = folder
        self.provider: FakeProvider
        self.database: servers.PostgreSQL
        self.broker: servers.Redis
        self.proxy: Proxy
        self.webs: list[Web] = []
        self.worker: Program
        self.is_local = debug
        self.environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.live.settings",
            "DEBUG": str(debug).lower(),
            "DATA_DIR": str(folder / "var"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "PROXY_COUNT": "0" if debug else "1",
            **NO_LIMITS,
            **dict(settings),
        }

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.proxy.port}"

    @property
    def server_posts_offers(self) -> bool:
        return self.environment.get("CALL_SETUP") == "server"

    @property
    def origin(self) -> str:
        """What a browser says that it came from: TLS ends at the proxy."""
        return f"{'http' if self.is_local else 'https'}://{HOST}:{self.proxy.port}"

    @contextmanager
    def running(
        self, webs: int = 2, server: list[str] = UVICORN, jobs: bool = True
    ) -> Iterator[Grown]:
        # Our end closes with this process, however it ends, and nothing of ours is left running.
        lifeline, our_end = os.pipe()
        self.environment["LIFELINE_FD"] = str(lifeline)
        with ExitStack() as stack:
            stack.callback(os.close, lifeline)
            stack.callback(os.close, our_end)
            self.provider = stack.enter_context(FakeProvider.running())
            self.database = stack.enter_context(servers.postgresql(durable=True))
            self.broker = stack.enter_context(servers.redis())
            self._prepare(webs)
            for _ in range(webs):
                self.webs.append(Web(server, self.environment, self.folder / "web.log"))
            programs = [*self.webs, *(self._jobs() if jobs else [])]
            for program in programs:
                stack.callback(program.end)
                program.start()
            stack.callback(self._tell_all_to_end, programs)
            for web in self.webs:
                web.wait_until_answering()
            scheme = "http" if self.is_local else "https"
            self.proxy = stack.enter_context(
                Proxy([web.port for web in self.webs], scheme).running()
            )
            yield self

    def people(self, count: int) -> list[Person]:
        found = self._run("-m", "tests.live.people", str(count))
        made: list[Person] = json.loads(found)
        return made

    def manage(self, *command: str) -> str:
        return self._run("manage.py", *command)

    def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        """Read the database past the application; ids as 32 hex digits."""
        with psycopg.connect(self.database.address, row_factory=dict_row) as connection:
            found = connection.execute(query.replace("?", "%s").encode(), arguments)
            return [{name: _plain(value) for name, value in row.items()} for row in found]

    def marks_left(self) -> list[str]:
        return [row["text"] for row in self.rows("select text from marks_mark")]

    def _prepare(self, webs: int) -> None:
        self.environment |= {
            "DATABASE_URL": self.database.address,
            "REDIS_URL": self.broker.address,
            "WEB_PROCESSES": str(webs),
            "OPENAI_API_KEY": self.provider.key,
            "OPENAI_BASE_URL": self.provider.base_url,
        }
        self.manage("migrate", "-v", "0")
        if not self.is_local:
            self.manage("collectstatic", "--noinput", "-v", "0")

    def _jobs(self) -> list[Program]:
        schedule = ["-s", str(self.folder / "beat")]
        log = self.folder / "jobs.log"
        self.worker = Program(WORKER, self.environment, log)
        return [self.worker, Program([*BEAT, *schedule], self.environment, log)]

    def _tell_all_to_end(self, programs: list[Program]) -> None:
        """Together, so that their goodbyes take the time of one."""
        for program in programs:
            program.terminate()

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.environment, "LIFELINE_FD": ""},
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value
