"""Tools that the page runs for the assistant, in Chromium: from plain words to the answer."""

import re

from playwright.sync_api import expect

from tests.live.person import ANSWER_MS, Person


def expect_page(person: Person, path: str, title: str) -> None:
    expect(person.page).to_have_url(re.compile(re.escape(path)), timeout=ANSWER_MS)
    expect(person.page.get_by_role("heading", name=title, level=1)).to_be_visible()


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


def test_a_conversation_is_opened_by_its_title(alice: Person) -> None:
    alice.write("Hello.")
    alice.expect_message("assistant", r"\w+")
    alice.write("Open the preferences")
    expect_page(alice, "/preferences/", "Preferences")
    assert alice.violations() == []
