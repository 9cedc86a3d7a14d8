"""Celery's tasks, run by what runs them: the worker thread inside web, or a worker process."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue

import pytest
from celery.signals import task_postrun
from django.conf import settings
from django.db import connection
from django.utils import timezone

from chat import tasks
from chat.models import RealtimeSession, ToolCall
from chat.services import tool_calls
from config import celery
from tests.chat import said
from tests.chat.ear import Ear
from tests.live.parley import Parley
from tests.rules.files import ROOT
from tools import registry
from tools.base import Kind, Tool, ToolContext, ToolResult

pytestmark = pytest.mark.django_db(transaction=True)
only_embedded = pytest.mark.skipif(bool(settings.REDIS_URL), reason="the broker is in memory")
only_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="a worker process needs Redis")


@pytest.fixture
def stale(session: RealtimeSession) -> RealtimeSession:
    last = timezone.now() - timedelta(minutes=1)
    RealtimeSession.objects.filter(pk=session.pk).update(last_seen_at=last)
    return session


def test_the_schedule_names_tasks_that_exist() -> None:
    celery.app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(celery.app.tasks)


def test_the_sweep_ends_stale_calls(stale: RealtimeSession) -> None:
    tasks.sweep_stale_sessions()
    stale.refresh_from_db()
    assert stale.end_reason == "lost"


def test_the_sweep_ends_calls_that_are_over(session: RealtimeSession) -> None:
    RealtimeSession.objects.update(last_active_at=timezone.now() - timedelta(hours=1))
    tasks.end_calls_that_are_over()
    session.refresh_from_db()
    assert session.end_reason == "idle"


def test_left_tools_are_run(ear: Ear) -> None:
    ear.hears(*said.called())
    ToolCall.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    tasks.run_left_tools()
    assert ToolCall.objects.get().state == "done"


@pytest.fixture
def embedded() -> Iterator[SimpleQueue[str]]:
    """The worker thread inside web, and the names of the tasks that it has done."""
    done: SimpleQueue[str] = SimpleQueue()
    heard = task_postrun.connect(lambda sender, **_: done.put(sender.name), weak=False)
    worker, schedule = celery.start_embedded_worker()
    yield done
    schedule.stop()
    worker.stop()
    task_postrun.disconnect(heard)


@only_embedded
def test_the_thread_inside_web_really_sweeps(
    stale: RealtimeSession, embedded: SimpleQueue[str]
) -> None:
    tasks.sweep_stale_sessions.delay()
    wait_for(embedded, "chat.tasks.sweep_stale_sessions")
    stale.refresh_from_db()
    assert stale.end_reason == "lost"


@only_embedded
def test_the_thread_inside_web_really_runs_a_slow_tool(
    ear: Ear, embedded: SimpleQueue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran_in: list[str] = []

    def dig(arguments: object, context: ToolContext) -> ToolResult:
        ran_in.append(threading.current_thread().name)
        return ToolResult(True, "Dug.")

    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    registry.register(Tool("dig", "Digs.", {"type": "object"}, dig, kind=Kind.SLOW))
    (call,) = ear.hears(said.done(said.call("item_c", "{}", name="dig"))).tool_calls
    tool_calls.run(call)
    wait_for(embedded, "chat.tasks.run_slow_tool")
    assert (ToolCall.objects.get().state, len(ran_in)) == ("done", 1)
    assert ran_in != [threading.current_thread().name]


def wait_for(done: SimpleQueue[str], task: str) -> None:
    """Its schedule does others meanwhile."""
    while done.get(timeout=30) != task:
        pass


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Path]:
    """A real `celery -A config worker` on the test's database; gives the path of its log."""
    found = connection.settings_dict
    database = f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"]
    environment = {**os.environ, "DATABASE_URL": database}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    log = tmp_path / "worker.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--loglevel", "INFO"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    yield log
    process.terminate()
    process.wait(30)


@only_redis
def test_a_worker_process_really_sweeps(stale: RealtimeSession, worker: Path) -> None:
    tasks.sweep_stale_sessions.delay()
    Parley.wait_until(lambda: not RealtimeSession.objects.open().exists(), within_s=60)
    stale.refresh_from_db()
    assert stale.end_reason == "lost"
