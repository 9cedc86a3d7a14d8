"""1,000 forged tool calls over real sockets: none runs that is not permitted, and each call id once."""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import RealtimeSession, ToolCall, User
from chat.services import sessions
from tests.chat import said
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab
from tests.live.parley import Parley
from tools import registry
from tools.base import Tool, ToolContext, ToolResult
from tools.models import ToolPolicy, ToolToggle

pytestmark = pytest.mark.django_db(transaction=True)
BATCH = 50
AT_WORK = ("queued", "running")
Payload = dict[str, Any]
RUNS: Counter[tuple[str, int]] = Counter()
MARKED = {
    "type": "object",
    "properties": {"mark": {"type": "integer"}},
    "required": ["mark"],
    "additionalProperties": False,
}


def note(name: str) -> Tool:
    """A tool whose effect is that its run is counted."""

    def run(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
        RUNS[name, arguments["mark"]] += 1
        return ToolResult(success=True, message="Done.")

    return Tool(name, "Count.", MARKED, run)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch, alice: User) -> None:
    """One that Alice may use; others that she may not, must be asked about, or has switched off."""
    RUNS.clear()
    monkeypatch.setattr(registry, "_tools", dict(registry._tools))
    for name in ("open", "closed", "asking", "off"):
        registry.register(note(name))
    ToolPolicy.objects.create(tool="closed", user=alice, decision="never")
    ToolPolicy.objects.create(tool="asking", user=alice, decision="ask")
    ToolToggle.objects.create(user=alice, tool="off", is_on=False)


def forged(number: int, name: str, arguments: str, call_id: str = "") -> Payload:
    call_id = call_id or f"call_{number}"
    return said.done(said.call(f"i{number}", arguments, name=name, call_id=call_id))


WRONG = ['{"mark": "1"}', '{"mark": 1.5}', '{"mark": null}', "[]", "null", '{"mark": 1, "x": 2}']
WRONG += ['{"mark": NaN}', "{", '{"mark": [1]}', '{"mark": {"a": 1}}']


def claims() -> list[Payload]:
    """700: of every kind, a hundred each; the replayed ones are ten ids, ten times each."""
    found = [forged(n, f"unknown_{n}", '{"mark": 1}') for n in range(100)]
    for at, name in enumerate(("closed", "asking", "off"), start=1):
        found += [forged(at * 100 + n, name, '{"mark": 1}') for n in range(100)]
    found += [forged(400 + n, "open", WRONG[n % len(WRONG)]) for n in range(100)]
    found += [
        forged(500 + n, "open", f'{{"mark": {n % 10}}}', call_id=f"again_{n % 10}")
        for n in range(100)
    ]
    return found + [forged(600 + n, "open", '{"mark": 1, "x": "' + "x" * 600) for n in range(100)]


async def tell(tab: Tab, session: UUID, events: list[Payload]) -> None:
    for start in range(0, len(events), BATCH):
        batch = [{"n": n + 1, "event": one} for n, one in enumerate(events)][start : start + BATCH]
        await tab.says("relay", session=session, events=batch)
        await tab.everything_until_beat()
    at_work = ToolCall.objects.filter(state__in=AT_WORK)
    await stored(Parley.wait_until)(lambda: not at_work.exists(), within_s=60)


async def test_none_runs_that_is_not_permitted_and_each_call_id_once(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tell(tab, session.pk, claims())
    assert {("open", mark): 1 for mark in range(10)} == RUNS
    states = Counter([call.state async for call in ToolCall.objects.all()])
    assert states == {"denied": 200, "waiting": 1, "failed": 399, "done": 10}


async def test_calls_told_to_another_s_conversation_are_nobody_s(
    alice: User, foreign_session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await tell(tab, foreign_session.pk, [forged(n, "open", '{"mark": 1}') for n in range(100)])
    assert (RUNS, await ToolCall.objects.acount()) == ({}, 0)


async def test_a_megabyte_of_arguments_is_refused_before_it_is_read(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    event = forged(1, "open", '{"mark": 1, "x": "' + "x" * 1024 * 1024 + '"}')
    for _ in range(100):
        answer = await tab.asks(
            "relay", "error", session=session.pk, events=[{"n": 1, "event": event}]
        )
        assert answer["code"] == "too_large"
    assert (RUNS, await ToolCall.objects.acount()) == ({}, 0)


async def test_calls_told_after_the_end_are_shown_and_not_run(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    tab = await open_tab(alice)
    await stored(sessions.end)(alice, session.pk, "ended")
    await tell(tab, session.pk, [forged(n, "open", '{"mark": 1}') for n in range(100)])
    assert RUNS == {}
    assert not await ToolCall.objects.aexists()
    assert await session.conversation.messages.exclude(status="live").acount() == 100
