"""One break under load, from the first word to the ledger; again as often as was asked for."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.chaos.breaks import Break, Hit
from tests.chaos.browser import session_of_many
from tests.chaos.load import Load, Noise
from tests.chaos.tab import Tab
from tests.live import ledger
from tests.live.grown import Grown
from tests.live.ledger import Told, Verdict
from tests.live.people import Person
from tests.rules.files import ROOT

LOGS = ROOT / "build" / "chaos"
# aiohttp, of which proxy and tabs are made, cuts about one connection in two hundred when both ends
# write while it closes: the server's own closing is tried without it (tests/config/grown).
CUT, CUT_AT_MOST = 1006, 0.1
CALLERS = 20
Settings = tuple[tuple[str, str], ...]
EVENTS_A_SECOND = 200
WARM_S = 1.5
AFTER_S = 1.0
BACK_WITHIN_S = 90.0
SEEN_WITHIN_S = 20.0
TOOLS_OVER_WITHIN_S = 75.0  # the lease of a runner that is gone, and the sweep after it
LOOK_EVERY_S = 0.1
UNFINISHED = "select id from chat_toolcall where state not in ('done', 'failed', 'denied')"


@dataclass(frozen=True)
class Scenario:
    name: str
    what: str
    broken_by: Break
    times: int = 20
    webs: int = 2
    wanted_s: float | None = 3.0
    closing_code: int | None = None  # what every socket that was closed must have been told
    noise: Noise | None = None
    settings: Settings = ()


@dataclass
class Outcome:
    """`first_s`: until the first that was hit is acknowledged again; `all_s`: the last; one a round."""

    scenario: Scenario
    verdict: Verdict = field(default_factory=Verdict)
    rounds: int = 0
    acknowledged: int = 0
    first_s: list[float] = field(default_factory=list)
    all_s: list[float] = field(default_factory=list)
    seen_s: list[float] = field(default_factory=list)  # until every tab shows what is stored
    codes: Counter[int | None] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    told: Told = field(default_factory=Told)

    @property
    def is_clean(self) -> bool:
        return self.rounds > 0 and not self.verdict.faults

    def judge_codes(self) -> None:
        """A socket that was open was closed with a code; None: it never opened."""
        wanted = self.scenario.closing_code
        may_be_cut = self.codes[CUT] <= CUT_AT_MOST * self.codes.total()
        fine = {None, wanted, CUT} if may_be_cut else {None, wanted}
        wrong = [code for code in self.codes.elements() if wanted and code not in fine]
        self.verdict.broken += [f"a socket was closed with {code}" for code in wrong]


async def play(scenario: Scenario, times: int) -> Outcome:
    """On a Parley of its own."""
    with standing(scenario.name, scenario.webs, scenario.settings) as parley:
        people = await asyncio.to_thread(parley.people, CALLERS + 1)
        return await broken(scenario, parley, people, times)


async def broken(
    scenario: Scenario, parley: Grown, people: list[Person], times: int = 1
) -> Outcome:
    """`people`: who calls, and one more."""
    outcome = Outcome(scenario)
    async with session_of_many() as http:
        for _ in range(times):
            load = Load(parley, people, EVENTS_A_SECOND / CALLERS, http)
            load.noise = scenario.noise or load.noise
            await _round(outcome, parley, load)
    marks = await asyncio.to_thread(parley.marks_left)
    outcome.verdict.add(ledger.effects(marks, outcome.told, is_over=True))
    outcome.judge_codes()
    return outcome


@contextmanager
def standing(name: str, webs: int = 2, settings: Settings = ()) -> Iterator[Grown]:
    """A grown Parley; what its processes have written stays under build/chaos."""
    folder = LOGS / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with Grown(folder, settings=settings).running(webs) as parley:
        yield parley


async def _round(outcome: Outcome, parley: Grown, load: Load) -> None:
    await load.begin()
    watchers = [Tab(load.browser(person)) for person in load.people[:: len(load.people) // 3 or 1]]
    await asyncio.sleep(WARM_S)
    hit = await outcome.scenario.broken_by(parley, load)
    await _note_return(outcome, load, hit)
    await asyncio.sleep(AFTER_S)
    await load.stop_talking()
    await _revive(parley)
    await load.drain()
    tabs = [*watchers, *(caller.tab for caller in load.callers)]
    outcome.seen_s.append(await _until_seen(parley, tabs, outcome.verdict))
    await load.end()
    await asyncio.gather(*(watcher.close() for watcher in watchers))
    await _judge(outcome, parley, load)


async def _note_return(outcome: Outcome, load: Load, hit: Hit) -> None:
    back = await load.heard_since(hit.since, hit.callers, BACK_WITHIN_S)
    outcome.rounds += 1
    if back:
        outcome.first_s.append(back[0] - hit.since)
        outcome.all_s.append(back[-1] - hit.since)


async def _judge(outcome: Outcome, parley: Grown, load: Load) -> None:
    await _settle(parley)
    for caller in load.everybody:
        outcome.errors += caller.tab.errors
        outcome.codes.update(caller.tab.codes)
        outcome.acknowledged += len(caller.outbox.took_s)
        outcome.told.add(caller.told)
    for conversation, told in load.told().items():
        found = await asyncio.to_thread(ledger.check, parley, conversation, told)
        outcome.verdict.add(found)
        rows = await asyncio.to_thread(ledger.messages, parley, conversation)
        outcome.told.called -= ledger.never_run(rows)


async def _until_seen(parley: Grown, tabs: list[Tab], verdict: Verdict) -> float:
    """Seconds until every tab shows what is stored; what it never shows is a fault."""
    since = time.monotonic()
    missing = tabs
    while missing and time.monotonic() - since < SEEN_WITHIN_S:
        stored = await asyncio.to_thread(_revisions, parley)
        missing = [tab for tab in missing if tab.revision < stored[_hex(tab)]]
        if missing:
            await asyncio.sleep(LOOK_EVERY_S)
    verdict.broken += [f"{_hex(tab)} is shown to revision {tab.revision} only" for tab in missing]
    return time.monotonic() - since


def _revisions(parley: Grown) -> dict[str, int]:
    rows = parley.rows("select id, revision from chat_conversation")
    return {row["id"]: row["revision"] for row in rows}


def _hex(tab: Tab) -> str:
    return tab.browser.conversation.replace("-", "")


async def _revive(parley: Grown) -> None:
    for web in parley.webs:
        if web.process and web.process.poll() is not None:
            web.start()
            await asyncio.to_thread(web.wait_until_answering)


async def _settle(parley: Grown) -> None:
    """Until every tool call has an end: one whose runner died waits for its lease and the sweep."""
    until = time.monotonic() + TOOLS_OVER_WITHIN_S
    while await asyncio.to_thread(parley.rows, UNFINISHED):
        if time.monotonic() > until:
            raise TimeoutError(f"A tool call has no end after {TOOLS_OVER_WITHIN_S} s")
        await asyncio.sleep(LOOK_EVERY_S)
