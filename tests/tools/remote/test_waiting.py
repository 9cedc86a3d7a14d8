"""A tool that takes long tells so, and is given up when nobody wants it any more."""

import asyncio
from dataclasses import replace

import pytest

from chat.models import User
from chat.services.history import context_of
from tests.tools.remote.conftest import Add
from tests.tools.remote.servers import BadServer
from tools import registry
from tools.base import Cancelled, Kind
from tools.models import McpServer
from tools.remote import waiting
from tools.remote.waiting import waited


class Counted:
    """Cancelled when it was told so often."""

    def __init__(self, most: int) -> None:
        self.told = 0
        self._most = most

    def report(self, fraction: float, said: str) -> None:
        self.told += 1
        if self.told >= self._most:
            raise Cancelled


@pytest.fixture(autouse=True)
def told_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TOLD_EVERY_S", 0.01)


def test_what_was_asked_for_is_given() -> None:
    assert waited(asyncio.sleep(0.1, "done"), Counted(1_000)) == "done"


def test_what_is_not_wanted_any_more_is_cancelled() -> None:
    ends: list[str] = []

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("cancelled")

    with pytest.raises(Cancelled):
        waited(endless(), Counted(3))
    assert ends == ["cancelled"]


def test_a_slow_server_s_tool_is_slow_and_can_be_cancelled(
    bad: BadServer, add: Add, alice: User
) -> None:
    add(bad.url)
    McpServer.objects.update(is_slow=True)
    bad.hangs.add("tools/call")
    tool = registry.find("weather__forecast")
    assert tool
    assert (tool.kind, tool.changes_rows) == (Kind.SLOW, False)
    context = replace(context_of(alice), progress=Counted(5))
    with pytest.raises(Cancelled):
        tool.run({}, context)
