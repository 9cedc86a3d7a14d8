"""The environment is read strictly: what is unclear is refused with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_a_secret_comes_from_its_name_or_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CANARY", "by name")
    assert env.secret("CANARY") == "by name"
    monkeypatch.delenv("CANARY")
    (tmp_path / "key").write_text("by file\n")
    monkeypatch.setenv("CANARY_FILE", str(tmp_path / "key"))
    assert env.secret("CANARY") == "by file"


def test_a_secret_that_is_not_set_is_empty() -> None:
    assert env.secret("CANARY_NOT_SET") == ""


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "sk-hidden")
    monkeypatch.setenv("CANARY_FILE", "/etc/hostname")
    with pytest.raises(ImproperlyConfigured, match="not both") as refused:
        env.secret("CANARY")
    assert "sk-hidden" not in str(refused.value)


@pytest.mark.parametrize("path", ["/no/such/file", "/"])
def test_a_secret_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("CANARY_FILE", path)
    with pytest.raises(ImproperlyConfigured, match="CANARY_FILE cannot be read"):
        env.secret("CANARY")


def test_a_secret_file_that_is_no_text_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("CANARY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="CANARY_FILE"):
        env.secret("CANARY")


def test_a_signing_key_is_made_once_and_kept_for_oneself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = env.signing_key(tmp_path / "new", debug=True)
    assert env.signing_key(tmp_path / "new", debug=True) == first
    assert len(first) >= 50
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o077 == 0


def test_without_debug_a_signing_key_must_be_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is needed"):
        env.signing_key(tmp_path, debug=False)
    assert list(tmp_path.iterdir()) == []


def test_sqlite_waits_and_writes_ahead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    found = env.database(tmp_path)
    assert (found["NAME"], found["OPTIONS"]["timeout"]) == (str(tmp_path / "parley.sqlite3"), 5)
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "ATOMIC_REQUESTS" not in found


def test_postgresql_has_a_pool_and_keeps_no_connection_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:secret@db.example:5433/parley")
    found = env.database(tmp_path)
    assert (found["HOST"], found["PORT"], found["CONN_MAX_AGE"]) == ("db.example", 5433, 0)
    assert found["OPTIONS"]["pool"].items() >= {"min_size": 1, "max_size": 12, "timeout": 5}.items()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "oracle://localhost/x"])
def test_another_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL or SQLite"):
        env.database(tmp_path)
