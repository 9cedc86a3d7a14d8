"""The locks hold what pyproject.toml pins, and production holds no engine."""

import re
import tomllib

import pytest

from tests.rules.files import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)
PINNED = re.compile(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)$")


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("production", []), ("run", ["engine"]), ("test", ["engine", "test"])],
)
def test_a_lock_holds_every_pin(lock: str, extras: list[str]) -> None:
    pins = PROJECT["dependencies"] + [pin for extra in extras for pin in EXTRAS[extra]]
    missing = [pin for pin in pins if pinned(pin) not in locked(lock)]
    assert missing == [], "run `make lock`"


def test_a_production_installation_gets_no_engine() -> None:
    names = {name for name, _ in locked("production")}
    assert names.isdisjoint(pinned(pin)[0] for pin in EXTRAS["engine"])


@pytest.mark.parametrize("lock", ["production", "run", "test"])
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[\w])", text(lock).strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def locked(lock: str) -> set[tuple[str, str]]:
    return {(name.lower(), version) for name, version in LOCKED.findall(text(lock))}


def pinned(requirement: str) -> tuple[str, str]:
    found = PINNED.match(requirement)
    assert found, f"{requirement} is not an exact pin"
    return re.sub(r"[-_.]+", "-", found[1]).lower(), found[2]


def text(lock: str) -> str:
    return (ROOT / "config" / "locks" / f"{lock}.lock").read_text(encoding="utf-8")
