"""Dictation where a person would feel it: until it listens, until the words stand there, and what it costs."""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession

from tests.bench.figures import Figure
from tests.live.dictating import Dictating
from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"
IDLE_S = 6


def click_to_listening(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    ann = _arrive(browser, parley)
    found = []
    for _ in range(times + 1):
        ann.watch_state()
        ann.begin()
        found.append(ann.since_click("listening"))
        ann.end()
    ann.person.leave()
    return [Figure("dictation: click to listening, after the first", found[1:], 300)]


def speech_to_text(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the last sound of an utterance to its final words in the field."""
    ann = _arrive(browser, parley)
    ann.begin()
    found = []
    for _ in range(times):
        ann.write("", caret=0)
        ann.watch()
        said = ann.say("what-can-you-do")
        ann.reads("what can you do")
        found.append((ann.read_at("what can you do") - said["to"]) * 1000)
    ann.end()
    ann.person.leave()
    return [Figure("dictation: end of an utterance to its words in the field", found, 500)]


def processor(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """The page's share of a core while somebody speaks, less the same page before."""
    ann = _arrive(browser, parley)
    session = ann.person.context.new_cdp_session(ann.person.page)
    session.send(
        "Performance.enable", {"timeDomain": "threadTicks"}
    )  # not while others had the core
    before = _share(ann, session)
    ann.begin()
    found = [max(0.0, _share(ann, session) - before) for _ in range(max(1, times // 3))]
    ann.end()
    ann.person.leave()
    return [Figure("dictation: the page's processor while one speaks", found, 5, unit="%")]


def _share(ann: Dictating, session: CDPSession) -> float:
    """Percent of one core, of everything that the page's own process does on its main thread."""
    first = _spent(session)
    ann.person.say("tell-me-a-story")
    ann.person.page.wait_for_timeout(IDLE_S * 1000)
    return (_spent(session) - first) / IDLE_S * 100


def _spent(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def _arrive(browser: Browser, parley: Parley) -> Dictating:
    person = Person(browser, parley, EMAIL)
    person.new_conversation()
    return Dictating(person)
