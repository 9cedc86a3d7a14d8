"""What a whole configuration comes to, read by a fresh process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from config import celery as tasks
from tests.rules.files import ROOT

READ = """
import json, sys
from config import settings
names = sys.argv[1].split(",")
print(json.dumps({name: getattr(settings, name, None) for name in names}, default=str))
"""
PRODUCTION = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "parley.example"}


def read(names: str, data: Path, **environment: str) -> dict[str, Any]:
    command = [sys.executable, "-c", READ, names]
    inherited = {"PATH": os.environ["PATH"], "DATA_DIR": str(data), **environment}
    done = subprocess.run(
        command, cwd=ROOT, env=inherited, check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_grown_web_process_does_not_load_the_other_server(tmp_path: Path) -> None:
    own = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", **PRODUCTION}
    load = "import sys, config.asgi; print('daphne' in sys.modules, 'twisted' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", load],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **own},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["False", "False"]


def test_production_is_the_default_and_is_strict(tmp_path: Path) -> None:
    names = (
        "DEBUG,SESSION_COOKIE_SECURE,CSRF_COOKIE_SECURE,SECURE_SSL_REDIRECT,SIGNUP_OPEN,EMBEDDED"
    )
    found = read(names, tmp_path, **PRODUCTION)
    assert list(found.values()) == [False, True, True, True, False, False]


def test_one_redis_serves_three_uses_under_names_of_their_own(tmp_path: Path) -> None:
    names = "CHANNEL_LAYERS,CACHES,CELERY_BROKER_URL,CELERY_BROKER_TRANSPORT_OPTIONS"
    redis = {"REDIS_URL": "redis://r/0", "REDIS_PREFIX": "second"}
    found = read(names, tmp_path, **PRODUCTION, **redis)
    assert found["CHANNEL_LAYERS"]["default"] == {
        "BACKEND": "config.layer.layer.HintLayer",
        "CONFIG": {"url": "redis://r/0", "prefix": "second:layer"},
    }
    assert found["CACHES"]["default"]["KEY_PREFIX"] == "second:cache"
    assert found["CELERY_BROKER_URL"] == "redis://r/0"
    assert found["CELERY_BROKER_TRANSPORT_OPTIONS"]["global_keyprefix"] == "second:tasks:"


def test_without_redis_everything_is_in_this_process(tmp_path: Path) -> None:
    found = read("CHANNEL_LAYERS,CACHES,CELERY_BROKER_URL", tmp_path, **PRODUCTION)
    assert found["CHANNEL_LAYERS"]["default"]["BACKEND"].endswith("LocalLayer")
    assert found["CACHES"]["default"]["BACKEND"].endswith("LocMemCache")
    assert found["CELERY_BROKER_URL"] == "memory://localhost/"


def test_the_pool_waits_five_seconds_and_never_serves_a_dead_connection(tmp_path: Path) -> None:
    address = {"DATABASE_URL": "postgres://p@db/p?sslmode=require", "DATABASE_POOL_SIZE": "20"}
    database = read("DATABASES", tmp_path, **PRODUCTION, **address)["DATABASES"]["default"]
    assert (database["CONN_HEALTH_CHECKS"], database["OPTIONS"]["sslmode"]) == (True, "require")
    pool = database["OPTIONS"]["pool"]
    assert (pool["max_size"], pool["timeout"]) == (20, 5)


def test_the_browser_may_reach_the_provider_and_nobody_else(tmp_path: Path) -> None:
    address = {"OPENAI_BROWSER_URL": "https://voice.example:8443/v1/"}
    policy = read("CONTENT_SECURITY_POLICY", tmp_path, **PRODUCTION, **address)
    sources = policy["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["connect-src"]
    both = ["https://voice.example:8443", "wss://voice.example:8443"]
    assert sources == ["'self'", *both]


def test_a_proxy_is_believed_only_when_it_is_counted(tmp_path: Path) -> None:
    names = "SECURE_PROXY_SSL_HEADER,ALLAUTH_TRUSTED_PROXY_COUNT"
    assert list(read(names, tmp_path, **PRODUCTION).values()) == [None, 0]
    assert read(names, tmp_path, **PRODUCTION, PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"]


@pytest.mark.parametrize(
    "unclear", [{"DEBUG": "perhaps"}, {"WEB_PROCESSES": "many"}, {"SIGNUP_OPEN": "2"}, {}]
)
def test_an_unclear_environment_is_refused(tmp_path: Path, unclear: dict[str, str]) -> None:
    environment = PRODUCTION | unclear if unclear else {}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        read("DEBUG", tmp_path, **environment)
    assert "Error" in refused.value.stderr or "ImproperlyConfigured" in refused.value.stderr


def test_the_worker_keeps_a_task_until_it_is_done() -> None:
    assert (settings.CELERY_TASK_ACKS_LATE, settings.CELERY_TASK_REJECT_ON_WORKER_LOST) == (
        True,
        True,
    )
    assert settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1


def test_what_is_scheduled_is_a_task() -> None:
    tasks.app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"chat.tasks.sweep_stale_sessions", "chat.tasks.run_left_tools"} <= scheduled
    assert scheduled <= set(tasks.app.tasks)
