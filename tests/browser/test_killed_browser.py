"""The browser's processes are killed in mid-call: what was saved is there, and the call is over."""

from pathlib import Path

from playwright.sync_api import Playwright

from tests.live import ledger
from tests.live.parley import Parley
from tests.live.person import Person
from tests.live.profile import Profile

CLOSED_WITHIN_S = 45.0


def test_a_killed_browser_loses_nothing_and_its_call_is_closed(
    playwright: Playwright, parley: Parley, tmp_path: Path
) -> None:
    profile = Profile(playwright, tmp_path / "profile")
    alice = Person(profile, parley, "alice@example.com")
    conversation = alice.new_conversation()
    alice.talk()
    alice.ask("hello-how-are-you")
    before = [row[:2] for row in alice.thread()]
    profile.kill()
    parley.wait_until(lambda: is_over(parley, conversation), CLOSED_WITHIN_S)
    again = Person(Profile(playwright, tmp_path / "profile"), parley)
    come_back(again, conversation)
    assert [row[:2] for row in again.thread()] == before
    assert ledger.faults(parley, conversation) == []
    again.leave()


def come_back(person: Person, conversation: str) -> None:
    person.open(conversation)
    if "/accounts/login/" in person.page.url:  # the cookie was not on the disk yet
        person.log_in("alice@example.com")
        person.open(conversation)


def is_over(parley: Parley, conversation: str) -> bool:
    return all(session["ended_at"] for session in ledger.sessions(parley, conversation))
