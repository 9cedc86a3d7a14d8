"""One file is a tool: the one of docs/adding-a-tool.md, in a package of its own."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from chat.models import Conversation, User
from chat.realtime import session_config
from chat.services.history import context_of
from tests.rules.files import ROOT
from tools import execution, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_registry")]
SHOWN = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The shown file in a new package, found as the built-in ones are."""
    (source,) = SHOWN.findall((ROOT / "docs/adding-a-tool.md").read_text(encoding="utf-8"))
    package = tmp_path / "more_tools"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "roll_dice.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    registry.load(import_module("more_tools"))
    yield source
    for name in ("more_tools", "more_tools.roll_dice"):
        del sys.modules[name]


def test_it_is_called_with_what_fits(alice: User, added: str) -> None:
    found = execution.run(context_of(alice), "roll_dice", '{"count": 3}')
    assert (found.success, len(found.result["dice"])) == (True, 3)
    assert execution.run(context_of(alice), "roll_dice", '{"count": 0}').error == "bad_arguments"


def test_a_session_is_told_of_it(alice: User, added: str) -> None:
    told = session_config.tools(alice, Conversation.objects.create(owner=alice))
    assert "roll_dice" in [tool["name"] for tool in told]


def test_it_takes_about_twenty_lines(added: str) -> None:
    assert len([line for line in added.splitlines() if line.strip()]) <= 22
