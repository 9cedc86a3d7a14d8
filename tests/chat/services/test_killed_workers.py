"""Workers that are killed in the middle of a slow tool: each call is over in the end, its effect had once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from chat.models import ToolCall
from chat.services import tool_calls
from tests.chat import said
from tests.chat.ear import Ear
from tests.live.digging import GOES_ON, RUNS
from tests.live.parley import Parley
from tests.rules.files import ROOT
from tools import registry
from tools.models import Fact

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.REDIS_URL, reason="a worker process needs Redis"),
]
KILLS = int(os.environ.get("WORKER_KILLS", "2"))
WITHIN_S = 90
Worker = subprocess.Popen[bytes]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Real `celery -A config worker` processes on the test's database."""
    started: list[Worker] = []

    def starts(*pool: str) -> Worker:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", *pool]
        with (tmp_path / "worker.log").open("ab") as log:
            own = {"cwd": ROOT, "env": environment(tmp_path), "start_new_session": True}
            started.append(subprocess.Popen(command, stdout=log, stderr=log, **own))  # type: ignore[call-overload]
        return started[-1]

    yield starts
    for worker in started:
        if worker.poll() is None:
            kill(worker)


def kill(worker: Worker) -> None:
    """With its children: they are of its process group."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def environment(folder: Path) -> dict[str, str]:
    found = connection.settings_dict
    database = f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    own = {"TOOL_PACKAGES": "tests.live.slow_tools", "DIG_FOLDER": str(folder)}
    return {
        **os.environ,
        **own,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


@pytest.fixture
def digs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the start: what registers itself when it is imported is to be gone after the test."""
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    registry._tools["dig"] = import_module("tests.live.slow_tools.dig").TOOL


def begun(folder: Path) -> int:
    runs = folder / RUNS
    return len(runs.read_text().splitlines()) if runs.exists() else 0


def called(ear: Ear, number: int) -> None:
    arguments = f'{{"where": "place {number}"}}'
    item = said.call(f"item_{number}", arguments, name="dig", call_id=f"call_{number}")
    (made,) = ear.hears(said.done(item)).tool_calls
    tool_calls.run(made)


@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_a_killed_worker_s_call_is_done_by_the_next_and_its_effect_had_once(
    ear: Ear, digs: None, start: Callable[..., Worker], tmp_path: Path, pool: str
) -> None:
    options = ("--pool", pool, "--concurrency", "2")
    for number in range(KILLS):
        worker = start(*options)
        called(ear, number)
        before = number * 2
        Parley.wait_until(lambda: begun(tmp_path) > before, within_s=WITHIN_S)  # noqa: B023
        kill(worker)
        (tmp_path / GOES_ON).touch()
        worker = start(*options)
        Parley.wait_until(all_over, within_s=WITHIN_S)
        kill(worker)
        (tmp_path / GOES_ON).unlink()
    assert sorted(Fact.objects.values_list("text", flat=True)) == sorted(
        f"Dug in place {number}." for number in range(KILLS)
    )
    assert set(ToolCall.objects.values_list("state", flat=True)) == {"done"}


def all_over() -> bool:
    """The schedule's part: what a runner has left is begun again when its lease is over."""
    tool_calls.run_left()
    return not ToolCall.objects.unfinished().exists()
