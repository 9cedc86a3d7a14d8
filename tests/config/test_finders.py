"""The joined files are found, follow their sources, and are delivered small."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.rules.files import ROOT

SCRIPT = "joined/js/app.js"


@pytest.fixture
def sources(settings: LazySettings, tmp_path: Path) -> Path:
    """A checkout with one module and one style sheet."""
    settings.BASE_DIR, settings.DATA_DIR = tmp_path, tmp_path / "var"
    for name, text in {"js/app.js": "console.log(1);\n", "css/layers.css": "@layer a;\n"}.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True)
        (tmp_path / "static" / name).write_text(text)
    return tmp_path / "static"


def test_an_edit_shows_at_once(sources: Path) -> None:
    assert "log(1)" in _found(SCRIPT)
    (sources / "js/app.js").write_text("console.log(2);\n")
    assert "log(2)" in _found(SCRIPT)


def test_what_did_not_change_keeps_its_time(sources: Path) -> None:
    path = Path(str(finders.find(SCRIPT)))
    os.utime(path, (1, 1))
    finders.find(SCRIPT)
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("path", ["joined/js/lib/ids.js", "joined/../secret-key", "js/nothing.js"])
def test_nothing_else_is_made(path: str) -> None:
    assert finders.find(path) is None


@pytest.mark.django_db
def test_pages_and_their_files_are_compressed(client: Client) -> None:
    for path in ("/accounts/login/", f"/static/{SCRIPT}", "/static/joined/css/layers.css"):
        answer = client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", path


def test_an_answer_without_a_body_stays_without(client: Client) -> None:
    known = client.get(f"/static/{SCRIPT}").headers["Last-Modified"]
    headers = {"accept-encoding": "gzip", "if-modified-since": known}
    answer = client.get(f"/static/{SCRIPT}", headers=headers)
    assert answer.status_code == 304
    assert "Content-Encoding" not in answer.headers


def test_collected_they_have_a_name_of_their_content_and_a_compressed_copy(tmp_path: Path) -> None:
    own = {"DEBUG": "false", "SECRET_KEY": "k" * 50, "DATA_DIR": str(tmp_path)}
    own["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | own, check=True, timeout=120)
    names = [path.name for path in (tmp_path / "static" / "joined" / "js").iterdir()]
    hashed = [name for name in names if name.count(".") == 2 and name.endswith(".js")]
    assert [f"{name}.gz" in names for name in hashed] == [True]


def _found(path: str) -> str:
    return Path(str(finders.find(path))).read_text(encoding="utf-8")
