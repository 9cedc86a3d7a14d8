"""What the page says when something is away: what is not heard, not saved, over or renewed."""

import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.live import ledger
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, PATIENCE_MS, Person
from tests.live.wire import Wire

NOBODY_LONGER_THAN = """
insert into chat_callpolicy (stopped, setup, longest_s, decided_at)
values (false, '', ?, '2026-11-21') on conflict do update set longest_s = excluded.longest_s
"""
RENEWED = 4426


@pytest.fixture
def wire(browser: Browser, parley: Parley) -> Iterator[tuple[Person, Wire]]:
    one = Person(browser, parley)
    strung = Wire(one.page)
    one.arrive("alice@example.com")
    one.new_conversation()
    yield one, strung
    one.leave()


def test_what_waits_to_be_stored_shows_until_it_is(wire: tuple[Person, Wire]) -> None:
    alice, strung = wire
    alice.talk()
    strung.held_back = {"relay"}
    alice.say("hello-how-are-you")
    saving = alice.page.get_by_text("Saving…")
    expect(saving).to_be_visible(timeout=PATIENCE_MS)
    strung.held_back = set()
    alice.expect_message("user", "hello")
    expect(saving).to_be_hidden(timeout=PATIENCE_MS)
    alice.expect_sound_rows()


def test_a_call_that_the_server_no_longer_hears_says_so_and_goes_on(
    wire: tuple[Person, Wire],
) -> None:
    alice, strung = wire
    alice.talk()
    alice.wait_until(lambda: "attached" in {frame.get("state") for frame in strung.heard})
    session = session_of(alice)
    strung.says("sideband", session=session, state="lost")
    expect(alice.call).to_have_attribute("data-degraded", "true", timeout=PATIENCE_MS)
    expect(alice.call).to_contain_text("no longer hears this call itself")
    alice.write("What time is it in Paris?")
    alice.wait_until(lambda: {"type": "response.create", "item": ""} in alice.measure("log.sent"))
    strung.says("sideband", session=session, state="attached")
    expect(alice.call).to_have_attribute("data-degraded", "false")


def test_live_updates_that_pause_are_said_while_they_do(wire: tuple[Person, Wire]) -> None:
    alice, strung = wire
    alice.write("Hello.")
    alice.expect_message("assistant", r"\w+")
    paused = alice.page.get_by_text("Live updates pause; this page looks again")
    strung.says("live", paused=True)
    expect(paused).to_be_visible()
    strung.says("live", paused=False)
    expect(paused).to_be_hidden()


def test_a_call_that_lasted_too_long_says_so_and_offers_to_go_on(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    limit_calls(alice.parley, 1)
    expect(alice.page.get_by_text("This call lasted as long as a call may")).to_be_visible(
        timeout=2 * PATIENCE_MS
    )
    limit_calls(alice.parley, None)
    alice.page.get_by_role("button", name="Continue").click()
    alice.wait_for_state("listening")
    ended = lambda: ledger.end_reasons(alice.parley, alice.conversation)  # noqa: E731
    alice.expect_stored(ended, ["limit", ""])


def test_a_renewed_parley_asks_for_a_reload_and_what_was_said_is_stored_after_it(
    wire: tuple[Person, Wire],
) -> None:
    alice, strung = wire
    alice.talk()
    strung.held_back = {"relay"}
    alice.say("hello-how-are-you")
    expect(alice.messages("user")).to_contain_text("hello", timeout=ANSWER_MS)
    expect(alice.page.get_by_text("Saving…")).to_be_visible(timeout=PATIENCE_MS)
    strung.closes(RENEWED)
    strung.held_back = set()
    alice.page.get_by_role("button", name="Reload").click()
    alice.expect_message("user", "hello")
    alice.expect_sound_rows()


def session_of(person: Person) -> str:
    """As the page holds it: a uuid with its hyphens."""
    known = ledger.sessions(person.parley, person.conversation)[-1]["id"]
    return f"{known[:8]}-{known[8:12]}-{known[12:16]}-{known[16:20]}-{known[20:]}"


def limit_calls(parley: Parley, seconds: int | None) -> None:
    """As an administrator would, for everyone; the next look finds it."""
    with sqlite3.connect(parley.data_dir / "parley.sqlite3", timeout=10) as database:
        database.execute(NOBODY_LONGER_THAN, (seconds,))
