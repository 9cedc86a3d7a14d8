"""The documents say what is true: settings, the map of the code, and the list of features."""

import ast
import re
from pathlib import Path

import pytest

from tests.rules.files import ROOT, ours

DOCS = ROOT / "docs"
SETTING = re.compile(r"^[A-Z][A-Z0-9_]{2,}$")
# Read from the environment, but not settings of Parley.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "LIFELINE_FD", "ENGINE_LIFELINE_FD"}
READERS = {
    "str",
    "int",
    "bool",
    "list",
    "float",
    "secret",
    "at_least_one",
    "get",
    "_port",
    "getenv",
    "dj_email_url",
}
TEST_NAME = re.compile(r"`(tests/[\w/.-]+)::([^`]+)`")
PATH_NAME = re.compile(r"`((?:config|chat|tools|engine|templates|static|tests|docs)/[\w/.-]*)`")


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", _text("settings.md")))
    read = {name for path in ours("config/*.py") for name in names_read(path)}
    assert sorted(read - documented - NOT_OURS) == []


def test_every_documented_setting_is_read_somewhere() -> None:
    rows = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", _text("settings.md"), re.MULTILINE))
    source = "".join(
        path.read_text(encoding="utf-8") for path in ours("config/*.py", "engine/*.py")
    )
    assert rows
    assert [name for name in sorted(rows) if f'"{name.removesuffix("_FILE")}"' not in source] == []


@pytest.mark.parametrize("document", ["architecture.md", "testing.md"])
def test_every_path_in_the_map_exists(document: str) -> None:
    paths = PATH_NAME.findall(_text(document))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_test_in_the_list_of_features_exists() -> None:
    promised = TEST_NAME.findall(_text("features.md"))
    assert promised
    assert [f"{path}::{name}" for path, name in promised if not has_test(ROOT / path, name)] == []


def test_every_feature_names_a_test() -> None:
    rows = [
        line for line in _text("features.md").splitlines() if re.match(r"\| (?!feature|-)", line)
    ]
    assert [row for row in rows if not TEST_NAME.search(row)] == []


def test_the_settings_of_the_supervisor_are_seen() -> None:
    assert "ENGINE_PORT" in names_read(ROOT / "config/supervisor/options.py")


def names_read(path: Path) -> set[str]:
    """Names of environment variables: the constant first arguments of functions that read them."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    constants = [
        argument.value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in READERS
        for argument in call.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return {name for name in constants if SETTING.match(name)}


def has_test(path: Path, name: str) -> bool:
    if not path.is_file():
        return False
    source = path.read_text(encoding="utf-8")
    return f"def {name}(" in source if path.suffix == ".py" else name in source


def _text(document: str) -> str:
    return (DOCS / document).read_text(encoding="utf-8")
