"""Wrong combinations are found by id, and say what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from chat.models import User
from chat.stored import THREADS_ON_POSTGRESQL
from tests.rules.files import ROOT

OURS = "parley."


def found(**options: object) -> set[str]:
    checks = run_checks(**options)  # type: ignore[arg-type]
    assert all(one.hint for one in checks if (one.id or "").startswith(OURS))
    return {one.id for one in checks if one.id and one.id.startswith(OURS)}


def test_these_settings_are_right() -> None:
    assert found() == set()


def test_several_processes_need_redis(settings: Settings) -> None:
    settings.WEB_PROCESSES, settings.REDIS_URL = 2, ""
    assert found() == {"parley.E001"}
    settings.REDIS_URL = "redis://localhost"
    assert found() == set()


def test_an_unknown_call_setup_is_refused(settings: Settings) -> None:
    settings.CALL_SETUP = "pigeon"
    assert found() == {"parley.E002"}


def test_opus_without_its_codec_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUDIO_RELAY_OPUS = True
    assert found() == set()
    monkeypatch.setattr("config.checks.find_spec", lambda name: None)
    assert found() == {"parley.E005"}


@pytest.mark.django_db
def test_demo_accounts_are_refused_in_production(alice: User, settings: Settings) -> None:
    settings.DEBUG = False
    assert "parley.E003" in found(databases=["default"])
    settings.DEBUG = True
    assert "parley.E003" not in found(databases=["default"])


def test_a_pool_that_its_threads_could_empty_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = {"max_size": THREADS_ON_POSTGRESQL}
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {"pool": pool})
    assert found() == {"parley.E004"}
    pool["max_size"] += 1
    assert found() == set()


def test_a_worker_inside_web_is_odd_beside_redis(settings: Settings) -> None:
    settings.EMBEDDED, settings.REDIS_URL = True, "redis://localhost"
    assert found() == {"parley.W001"}


def test_a_deployment_without_a_key_is_warned(settings: Settings) -> None:
    settings.OPENAI_API_KEY = ""
    assert "parley.W002" in found(include_deployment_checks=True)
    settings.OPENAI_API_KEY = "sk-1"
    assert "parley.W002" not in found(include_deployment_checks=True)


def test_a_production_installation_can_be_migrated_from_nothing(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 60}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(migrate, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "parley.sqlite3").exists()
