"""Tools that the page runs for the assistant, in Chromium: from plain words to the answer, and forgers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import People
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, Person
from tests.live.wire import Wire

# A socket of one's own from this page: gives back the first error that is answered, or how it ended.
FORGE = """(frames) => new Promise((done) => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/?protocol=1");
  socket.onmessage = ({ data }) => {
    const { type, code } = JSON.parse(data);
    if (type === "hello") frames.forEach((frame) => socket.send(frame));
    if (type === "error") socket.close(), done(code);
  };
  socket.onclose = ({ code }) => done(`closed ${code}`);
  setTimeout(() => done("no answer"), 30_000);
})"""
ENDLESS = json.dumps({"code": "console.log('begun'); for (;;);"})


@pytest.fixture
def wire(browser: Browser, parley: Parley) -> Iterator[tuple[Person, Wire]]:
    one = Person(browser, parley)
    strung = Wire(one.page)
    one.arrive("alice@example.com")
    one.new_conversation()
    yield one, strung
    one.leave()


def expect_page(person: Person, path: str, title: str) -> None:
    expect(person.page).to_have_url(re.compile(re.escape(path)), timeout=ANSWER_MS)
    expect(person.page.get_by_role("heading", name=title, level=1)).to_be_visible()


def call_tool(person: Person, name: str, arguments: str) -> None:
    """Tell the provider that its model has called: so that it is any code that one wants."""
    call = {"type": "function_call", "name": name, "call_id": "c1", "arguments": arguments}
    event = {"type": "conversation.item.create", "item": call}
    person.page.evaluate("event => instruments.tell(event)", event)


def run_frame(person: Person, strung: Wire) -> dict[str, Any]:
    person.wait_until(lambda: [one for one in strung.heard if one["type"] == "run"])
    return next(one for one in strung.heard if one["type"] == "run")


def answer(run: dict[str, Any], **fields: Any) -> str:
    """As a page would, to what another was told to run."""
    given = {name: run[name] for name in ("session", "call", "attempt")}
    said = {"success": True, "message": "Forged.", "result": {"value": "forged"}}
    return json.dumps({"type": "ran", **given, **said, **fields})


def test_code_is_evaluated_on_the_page_and_its_value_told(alice: Person) -> None:
    alice.write("Evaluate the code 6 * 7")
    alice.expect_message("tool", "The result is: 42")
    alice.expect_message("assistant", "42")
    assert alice.page.locator("iframe").count() == 0
    alice.expect_sound_rows()
    assert alice.violations() == []


def test_a_page_is_opened_and_the_call_goes_on(alice: Person) -> None:
    alice.talk()
    conversation = alice.conversation
    alice.write("Open the items page")
    expect_page(alice, "/items/", "Items")
    alice.wait_for_state("listening")
    alice.page.go_back()
    alice.expect_message("tool", "Items is open")
    alice.ask("hello-how-are-you")
    alice.expect_sound_rows(conversation)


def test_a_page_is_opened_without_a_microphone_too(alice: Person) -> None:
    alice.write("Open the preferences")
    expect_page(alice, "/preferences/", "Preferences")
    assert alice.violations() == []


def test_nobody_else_answers_for_the_page(wire: tuple[Person, Wire], person: People) -> None:
    alice, strung = wire
    bob, other = person("bob@example.com"), person("alice@example.com")
    alice.talk()
    call_tool(alice, "evaluate_code", ENDLESS)
    run = run_frame(alice, strung)
    hold = json.dumps({"type": "hold", "session": run["session"]})
    assert bob.page.evaluate(FORGE, [hold, answer(run)]) == "unknown_session"
    assert bob.page.evaluate(FORGE, [answer(run)]) == "not_held"
    assert other.page.evaluate(FORGE, [answer(run)]) == "not_held"
    alice.expect_message("tool", "took more than 2 seconds")


def test_an_answer_is_taken_once_and_not_at_any_size(wire: tuple[Person, Wire]) -> None:
    alice, strung = wire
    alice.talk()
    call_tool(alice, "evaluate_code", json.dumps({"code": "6 * 7"}))
    run = run_frame(alice, strung)
    alice.expect_message("tool", "The result is: 42")
    hold = json.dumps({"type": "hold", "session": run["session"]})
    assert alice.page.evaluate(FORGE, [hold, answer(run)]) == "not_awaited"
    long, megabyte = (answer(run, result={"value": "x" * size}) for size in (2**17, 2**20))
    assert alice.page.evaluate(FORGE, [hold, long]) == "too_large"
    # So much is not even read by the server that speaks the protocol.
    assert alice.page.evaluate(FORGE, [hold, megabyte]).startswith("closed")
    alice.expect_message("tool", "The result is: 42")


def test_a_call_that_ends_in_the_middle_of_it_leaves_a_plain_failure(
    wire: tuple[Person, Wire],
) -> None:
    alice, strung = wire
    strung.held_back = {"ran"}  # however slow the machine is, the call ends before the answer
    alice.talk()
    call_tool(alice, "evaluate_code", ENDLESS)
    run_frame(alice, strung)
    alice.end_call()
    alice.expect_message("tool", "did not answer in time", status="failed")
    alice.expect_sound_rows()
