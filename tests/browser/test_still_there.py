"""A call in which nobody speaks: the page asks, and the call ends, with its reason."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import Person

IDLE = {"CALL_IDLE_SECONDS": "14", "CALL_IDLE_ASK_SECONDS": "7"}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    with running(tmp_path_factory.mktemp("quiet") / "var", **IDLE) as copy:
        yield copy


@pytest.fixture
def alice(browser: Browser, quiet: Parley) -> Iterator[Person]:
    one = Person(browser, quiet, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


def question(person: Person) -> Locator:
    return person.page.get_by_role("alert").filter(has_text="Are you still there?")


def test_a_silent_call_asks_and_then_ends(alice: Person, quiet: Parley) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    expect(question(alice)).to_be_visible()
    alice.wait_for_state("ended", "idle")
    expect(question(alice)).to_have_count(0)
    expect(alice.page.locator("[data-key=ended]")).to_contain_text("Nobody spoke for a while")
    (session,) = ledger.sessions(quiet, alice.conversation)
    assert session["end_reason"] == "idle"
    assert ledger.faults(quiet, alice.conversation) == []


def test_stay_goes_on(alice: Person) -> None:
    alice.talk()
    alice.page.get_by_role("button", name="Stay", exact=True).click()
    expect(question(alice)).to_have_count(0)
    expect(question(alice)).to_be_visible()  # the silence begins anew, and ends the same way
    alice.say("hello-how-are-you")
    expect(question(alice)).to_have_count(0)
    alice.end_call()
