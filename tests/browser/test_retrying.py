"""What failed or was not answered says so, and what can be done about it is one press away."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.live import ledger
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, Person
from tests.live.rows import ALOUD, CALL, QUESTION, SPOKEN
from tests.live.seed import seeded
from tests.live.wire import Wire

CRASHED = {"success": False, "message": "The tool did not work.", "error": "crashed"}
FAILED_CALL = {**CALL["call"], "state": "failed", "output": CRASHED, "attempts": 1}
FAILED_TOOL = {**CALL, "status": "failed", "content": "get_current_time", "call": FAILED_CALL}
# Notes what a call of a tool looked like before it was one.
NOTE_CALLS = """() => {
  window.calls = [];
  new MutationObserver(() => {
    const text = document.querySelector(".tool[data-status=writing] [data-part=text]")?.textContent;
    if (text) window.calls.push(text);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture
def wire(browser: Browser, parley: Parley) -> Iterator[tuple[Person, Wire]]:
    one = Person(browser, parley)
    strung = Wire(one.page)
    one.log_in("alice@example.com")
    one.new_conversation()
    yield one, strung
    one.leave()


def test_a_message_that_was_stored_and_not_answered_can_be_asked_again(alice: Person) -> None:
    read(alice, QUESTION)
    expect(offer(alice)).to_contain_text("no answer yet")
    press(alice, "Ask for an answer")
    alice.expect_message("assistant", r"\w+")
    expect(offer(alice)).to_have_count(0)
    assert alice.measure("log.streams") == 0


def test_an_answer_that_failed_can_be_asked_again(alice: Person) -> None:
    read(alice, QUESTION, {**ALOUD, "status": "failed", "content": "It takes"})
    press(alice, "Ask again")
    alice.expect_message("assistant", r"\w+", status="final")
    assert [role for _, role, _ in alice.thread()] == ["user", "assistant", "assistant"]


def test_in_a_call_it_is_asked_in_that_call(alice: Person) -> None:
    read(alice, SPOKEN)
    alice.talk()
    press(alice, "Ask for an answer")
    alice.expect_message("assistant", r"\w+")
    assert alice.measure("log.opened") == 1


def test_words_that_were_not_understood_can_be_said_again(alice: Person) -> None:
    read(alice, {**SPOKEN, "status": "failed", "content": ""})
    expect(alice.messages("user")).to_contain_text("their sound is not kept")
    press(alice, "Say it again")
    alice.wait_for_state("listening")
    expect(offer(alice)).to_contain_text("Say it again, or write it.")


def test_or_written(alice: Person) -> None:
    read(alice, {**SPOKEN, "status": "failed", "content": ""})
    press(alice, "Write it")
    expect(alice.page.get_by_role("textbox", name="Message")).to_be_focused()


def test_a_failed_tool_call_is_run_again_and_shows_its_result(alice: Person) -> None:
    read(alice, QUESTION, FAILED_TOOL, ALOUD)
    tool = alice.messages("tool")
    expect(tool.locator(".tool__preview")).to_have_text("The tool did not work.")
    press(alice, "Run it again")
    expect(tool.locator(".tool")).to_have_attribute("data-status", "done", timeout=ANSWER_MS)
    expect(tool).to_contain_text("Tokyo")


def test_in_a_call_the_assistant_is_told_the_new_result(alice: Person) -> None:
    read(alice, QUESTION, FAILED_TOOL, ALOUD)
    alice.talk()
    press(alice, "Run it again")
    alice.expect_message("assistant", "tokyo")
    assert ledger.faults(alice.parley, alice.conversation) == []


def test_what_changes_something_is_asked_for_first(alice: Person) -> None:
    read(alice, QUESTION, FAILED_TOOL, ALOUD)
    asks = {"error": {"code": "asks_first", "message": "It changes something.", "retry": False}}
    alice.page.route("**/runs/", lambda route: route.fulfill(status=409, json=asks), times=1)
    press(alice, "Run it again")
    notice = alice.page.locator("[data-view=notices] [data-key=confirm]")
    expect(notice).to_contain_text("It changes something.")
    notice.get_by_role("button", name="Run it again").click()
    expect(alice.messages("tool", status="final")).to_be_visible(timeout=ANSWER_MS)


def test_a_call_grows_while_the_model_writes_it(alice: Person) -> None:
    alice.page.evaluate(NOTE_CALLS)
    alice.write("What time is it in Tokyo?")
    alice.expect_message("assistant", "tokyo")
    seen = alice.page.evaluate("() => window.calls")
    assert any("Tokyo" in one for one in seen), seen


def test_a_call_grows_on_another_device_and_stays_text(wire: tuple[Person, Wire]) -> None:
    alice, strung = wire
    alice.wait_until(lambda: strung.heard)
    grown = 'search_notes("query": "<img src=x onerror=ran()>'
    facts = {"conversation": alice.conversation, "item_id": "item_x", "role": "tool"}
    for content in ("search_notes(", grown):
        strung.says("partial", **facts, content=content)
    tool = alice.messages("tool")
    expect(tool).to_contain_text("Calling")
    expect(tool.locator("[data-part=text]")).to_have_text(grown)
    assert tool.locator("img").count() == 0


def read(person: Person, *rows: dict[str, Any]) -> None:
    """A conversation that ends with these."""
    final = [{"status": "final", "content": "", **row} for row in rows]
    wish = {"title": "Not finished", "messages": final}
    person.open(seeded(person.parley, "alice@example.com", wish)[0])


def offer(person: Person) -> Locator:
    return person.page.locator(".offer")


def press(person: Person, button: str) -> None:
    person.page.get_by_role("button", name=button).click()
