"""A call outlives its sessions: it goes over to fresh ones, and the person loses nothing."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import ANSWER_MS, Person

SESSION_S = 14
PAUSE_MS = 1_500
AWAY_S = 10.0


@pytest.fixture(scope="module", params=["token", "server"])
def brief(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Parley]:
    """A Parley whose provider ends every session after seconds."""
    settings = {"ENGINE_SESSION_SECONDS": str(SESSION_S), "CALL_SETUP": request.param}
    with running(tmp_path_factory.mktemp("brief") / "var", **settings) as copy:
        yield copy


@pytest.fixture
def caller(browser: Browser, brief: Parley) -> Iterator[Person]:
    one = Person(browser, brief, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


@contextmanager
def dead_air(person: Person, seconds: float) -> Iterator[None]:
    """The provider swallows everything for so long; to the page it is a network that does."""
    engine = person.parley.siblings()["engine"]
    os.kill(engine, signal.SIGSTOP)
    until = time.monotonic() + seconds
    try:
        yield
        person.page.wait_for_timeout(max(0.0, until - time.monotonic()) * 1000)
    finally:
        os.kill(engine, signal.SIGCONT)


def sessions(person: Person) -> list[dict[str, str]]:
    query = "SELECT * FROM chat_realtimesession WHERE conversation_id = ? ORDER BY id"
    return person.parley.rows(query, person.conversation.replace("-", ""))


def expect_one_call_of_two_turns(person: Person) -> None:
    person.end_call()
    person.wait_until(lambda: all(one["end_reason"] for one in sessions(person)))
    roles = [row["role"] for row in ledger.messages(person.parley, person.conversation)]
    found = sessions(person)
    assert roles == ["user", "assistant"] * 2
    assert [one["end_reason"] for one in found] == ["renewed"] * (len(found) - 1) + ["ended"]
    assert len({one["call_started_at"] for one in found}) == 1
    assert ledger.faults(person.parley, person.conversation) == []


def test_before_a_session_expires_the_call_goes_over_to_a_fresh_one(caller: Person) -> None:
    caller.talk()
    caller.ask("my-name-is-alice")
    caller.wait_until(caller.pauses)
    expect(caller.page.get_by_text("The connection was renewed")).to_be_visible()
    caller.ask("what-is-my-name")
    caller.expect_message("assistant", "alice")
    assert max(caller.pauses()) <= PAUSE_MS
    expect_one_call_of_two_turns(caller)


@pytest.mark.usefixtures("first_preferences")
def test_another_voice_speaks_in_the_same_call_and_knows_what_was_said(alice: Person) -> None:
    alice.talk()
    alice.ask("my-name-is-alice")
    alice.call.get_by_role("button", name="Settings").click()
    panel = alice.page.get_by_role("dialog", name="Call settings")
    panel.get_by_label("Voice").select_option("cedar")
    told = alice.page.get_by_text("From now on Cedar speaks.")
    expect(told).to_be_visible(timeout=ANSWER_MS)
    alice.ask("what-is-my-name")
    alice.expect_message("assistant", "alice")
    assert [one["voice"] for one in sessions(alice)][-1] == "cedar"
    expect_one_call_of_two_turns(alice)


def test_after_ten_seconds_of_dead_air_a_muted_call_goes_on_by_itself_and_muted(
    alice: Person,
) -> None:
    alice.talk()
    alice.ask("my-name-is-alice")
    alice.page.get_by_role("button", name="Mute").click()
    with dead_air(alice, AWAY_S):
        alice.wait_for_state("reconnecting")
    alice.wait_for_state("listening")
    expect(alice.call).to_have_attribute("data-muted", "true")
    alice.page.get_by_role("button", name="Mute").click()
    alice.ask("what-is-my-name")
    alice.expect_message("assistant", "alice")
    expect_one_call_of_two_turns(alice)


def test_a_laptop_that_was_closed_for_a_while_goes_on_with_its_call(alice: Person) -> None:
    alice.talk()
    alice.ask("my-name-is-alice")
    with dead_air(alice, AWAY_S):
        alice.context.set_offline(True)
        alice.wait_for_state("reconnecting")
    alice.context.set_offline(False)
    alice.wait_for_state("listening")
    alice.ask("what-is-my-name")
    alice.expect_message("assistant", "alice")
    expect_one_call_of_two_turns(alice)
