"""Voice to voice by both ways of a call's sound, in one run."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.browser.by_socket import fix_on_page
from tests.live.parley import Parley
from tests.live.person import Person

WAYS = {"webrtc": "WebRTC", "socket": "the server"}
PEOPLE = {"webrtc": "alice@example.com", "socket": "bob@example.com"}  # one has one call at a time


def by_both_ways(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """From the last sound of the person to the first one of the assistant; turn by turn side by side."""
    callers = {way: _caller(browser, parley, way) for way in WAYS}
    found: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(times):
        for way, caller in callers.items():
            found[way].append(_turn_ms(caller))
    for caller in callers.values():
        caller.leave()
    later = [mine - theirs for mine, theirs in zip(found["socket"], found["webrtc"], strict=True)]
    shown = [Figure(f"voice to voice by {WAYS[way]}", found[way]) for way in WAYS]
    return [*shown, Figure("… how much later by the server", later, 100)]


def _caller(browser: Browser, parley: Parley, way: str) -> Person:
    person = Person(browser, parley, PEOPLE[way])
    person.new_conversation()
    fix_on_page(person, way)
    person.talk()
    person.ask("my-name-is-alice")
    return person


def _turn_ms(person: Person) -> float:
    spoken = person.say("what-is-my-name")
    heard = person.expect_sound_after(spoken["to"])
    person.wait_for_state("listening")
    return (heard["from"] - spoken["to"]) * 1000
