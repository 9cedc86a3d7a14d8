"""Items, files and notifications in Chromium: asked for aloud, and seen on another device at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import People
from tests.browser.test_call_settings import opened
from tests.browser.test_news import SHOWN, looks_away
from tests.browser.test_pages import faults_in_every_look
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, Person

TEA = "Notify me that the tea is ready."


@pytest.fixture
def phone(person: People) -> Person:
    """Another device of Alice's."""
    return person("alice@example.com")


@pytest.fixture
def asker(browser: Browser, parley: Parley) -> Iterator[Person]:
    """Alice in a browser that would show notifications."""
    one = Person(browser, parley, "alice@example.com", service_worker=True)
    one.context.grant_permissions(["notifications"], origin=parley.address)
    yield one
    one.leave()


def row(person: Person, words: str) -> Locator:
    return person.page.locator("li.item, li.row").filter(has_text=words)


def add(person: Person, kind: str, title: str) -> Locator:
    person.page.get_by_label(f"New {kind}", exact=True).fill(title)
    person.page.keyboard.press("Enter")
    expect(row(person, title)).to_be_visible()
    return row(person, title)


def upload(person: Person, name: str, content: str) -> None:
    file: Any = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    person.page.get_by_label("Upload").set_input_files(file)


def test_a_task_that_is_asked_for_aloud_stands_on_another_device(
    alice: Person, phone: Person
) -> None:
    phone.page.goto("/items/")
    alice.talk()
    alice.ask("create-a-task-to-buy-milk")
    expect(row(phone, "buy milk").first).to_be_visible(timeout=ANSWER_MS)
    alice.ask("what-are-my-tasks")
    alice.expect_message("assistant", "buy milk")
    alice.end_call()
    phone.page.get_by_role("checkbox", name="Done: buy milk").first.check()
    expect(phone.page.locator("li.item[data-done]").filter(has_text="buy milk")).not_to_have_count(
        0
    )
    assert phone.violations() == []


def test_what_is_done_by_hand_is_seen_on_another_device(alice: Person, phone: Person) -> None:
    for one in (alice, phone):
        one.page.goto("/items/")
    add(alice, "note", "Bread that worked")
    expect(row(phone, "Bread that worked")).to_be_visible()
    phone.page.get_by_role("link", name="Edit Bread that worked").click()
    title = phone.page.get_by_label("Title")
    expect(title).to_be_focused()
    title.fill("Bread that failed")
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_role("link", name="Edit Bread that failed")).to_be_focused()
    expect(row(alice, "Bread that failed")).to_be_visible()
    alice.page.get_by_role("button", name="Delete Bread that failed").click()
    undo = alice.page.get_by_role("button", name="Undo: Bread that failed")
    expect(undo).to_be_focused()
    expect(row(phone, "Deleted: Bread that failed")).to_be_visible()
    undo.click()
    expect(phone.page.get_by_role("link", name="Edit Bread that failed")).to_be_visible()


def test_what_somebody_is_writing_is_not_drawn_over(alice: Person, phone: Person) -> None:
    phone.page.goto("/items/")
    add(phone, "event", "Choir of the town")
    phone.page.get_by_role("link", name="Edit Choir of the town").click()
    phone.page.get_by_label("Title").fill("Choir, half wr")
    phone.page.get_by_label("New task", exact=True).fill("And this")
    alice.page.goto("/items/")
    add(alice, "event", "Theatre")
    expect(phone.page.locator("[data-live-list]")).to_have_attribute("data-stale", "")
    expect(phone.page.get_by_label("Title")).to_have_value("Choir, half wr")
    expect(phone.page.get_by_label("New task", exact=True)).to_have_value("And this")
    phone.page.get_by_role("button", name="Cancel").click()
    expect(row(phone, "Theatre")).to_be_visible()


def test_a_notification_is_on_every_device(alice: Person, phone: Person) -> None:
    phone.page.goto("/tools/")
    alice.write(TEA)
    for one in (alice, phone):
        toast = one.page.locator(".toast").filter(has_text="the tea is ready")
        expect(toast).to_be_visible(timeout=ANSWER_MS)
        toast.get_by_role("button", name="Dismiss").click()
        expect(toast).to_have_count(0)
    assert [*alice.violations(), *phone.violations()] == []


def test_a_browser_in_which_nobody_looks_shows_it_itself(asker: Person, phone: Person) -> None:
    asker.page.goto("/preferences/")
    asker.page.get_by_role("button", name="Turn notifications on").click()
    expect(asker.page.get_by_role("button", name="Turn notifications off")).to_be_visible()
    with asker.page.expect_response("**/items/?page=*"):  # asked for when the socket is open
        asker.page.goto("/items/")
    looks_away(asker.page)
    phone.new_conversation()
    phone.write(TEA)
    asker.wait_until(lambda: asker.page.evaluate(SHOWN))
    assert asker.page.evaluate(SHOWN) == [["Your assistant", "the tea is ready", "/items/"]]


def test_files_come_and_go_on_every_device(alice: Person, phone: Person) -> None:
    for one in (alice, phone):
        one.page.goto("/files/")
    upload(alice, "Travel plan.txt", "Friday: NJ 466")
    expect(row(alice, "Travel plan.txt")).to_be_visible()
    expect(row(phone, "Travel plan.txt")).to_be_visible()
    upload(alice, "Travel plan.txt", "again")
    expect(alice.page.get_by_role("alert")).to_contain_text(
        "There is a file called Travel plan.txt"
    )
    phone.page.get_by_role("link", name="Travel plan.txt", exact=True).click()
    expect(phone.page.get_by_role("region", name="What it says")).to_have_text("Friday: NJ 466")
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "Travel plan.txt"
    phone.page.goto("/files/")
    alice.page.get_by_role("button", name="Delete Travel plan.txt").click()
    expect(row(phone, "Deleted: Travel plan.txt")).to_be_visible()
    phone.page.get_by_role("button", name="Undo: Travel plan.txt").click()
    expect(row(alice, "Travel plan.txt").get_by_role("link", name="Download")).to_be_visible()


def test_the_pages_have_no_fault_when_they_are_full(alice: Person) -> None:
    alice.page.goto("/items/")
    add(alice, "task", "Water the plants")
    alice.page.get_by_role("checkbox", name="Done: Water the plants").check()
    expect(row(alice, "Water the plants")).to_have_attribute("data-done", "")
    add(alice, "note", "NAS set-up")
    alice.page.get_by_role("button", name="Delete NAS set-up").click()
    expect(row(alice, "Deleted: NAS set-up")).to_be_visible()
    add(alice, "event", "Brunch at noon")
    alice.page.get_by_role("link", name="Edit Brunch at noon").click()
    expect(alice.page.get_by_label("Time zone")).not_to_have_value("")
    assert faults_in_every_look(alice.page) == []
    alice.page.goto("/files/")
    upload(alice, "Faultless.txt", "text")
    alice.page.get_by_role("link", name="Faultless.txt", exact=True).wait_for()
    assert faults_in_every_look(alice.page) == []
    alice.page.get_by_role("link", name="Faultless.txt", exact=True).click()
    expect(alice.page.get_by_role("region", name="What it says")).to_be_visible()
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []


def test_a_tool_is_switched_in_the_call_s_settings(alice: Person) -> None:
    panel = opened(alice)
    switch = panel.get_by_role("switch", name="Look up the time")
    switch.focus()
    alice.page.keyboard.press("Space")
    expect(panel.locator("#call-settings-outcome")).to_have_text("Look up the time is off")
    expect(switch).to_be_focused()
    assert faults_in_every_look(alice.page) == []
    switch.check()
    expect(panel.locator("#call-settings-outcome")).to_have_text("Look up the time is on")
    expect(switch).to_be_checked()
