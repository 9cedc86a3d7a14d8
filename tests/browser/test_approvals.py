"""Tools that ask first, in Chromium: the person decides on whichever device is at hand."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.two_devices import call_tool, card, laptop_and_phone
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, Person

TIME = "get_current_time"


@pytest.fixture(scope="module")
def asking(browser: Browser, parley: Parley) -> Iterator[None]:
    """For everyone the time is not told without a question; afterwards as it was."""
    admin = Person(browser, parley, "admin@example.com")
    before = decide(admin, "ask")
    yield
    decide(admin, before)
    admin.leave()


@pytest.fixture
def devices(browser: Browser, parley: Parley, asking: None) -> Iterator[list[Person]]:
    yield from laptop_and_phone(browser, parley)


def decide(admin: Person, decision: str) -> str:
    """What was decided before."""
    admin.page.goto("/tools/permissions/")
    cell = admin.page.get_by_label(re.compile("^Look up the time for everyone", re.IGNORECASE))
    before = cell.input_value()
    cell.select_option(decision)
    expect(admin.page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    return before


def call_time(person: Person, zone: str) -> None:
    call_tool(person, TIME, f'{{"timezone": "{zone}"}}')


def test_on_a_phone_the_question_stays_in_view_under_what_is_said_meanwhile(
    devices: list[Person],
) -> None:
    laptop, phone = devices
    phone.page.set_viewport_size({"width": 360, "height": 740})
    laptop.talk()
    call_time(laptop, "Asia/Tokyo")
    phone.expect_message("assistant", "approval")
    expect(card(phone).get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(card(phone).get_by_role("button", name="Deny")).to_be_in_viewport(ratio=1)
    expect(phone.page.get_by_text("I need your approval")).to_be_in_viewport()
    card(phone).get_by_role("button", name="Deny").click()
    laptop.wait_for_state("listening")


def test_one_question_is_asked_at_a_time(devices: list[Person]) -> None:
    laptop, phone = devices
    laptop.talk()
    call_time(laptop, "Asia/Tokyo")
    expect(card(laptop)).to_be_visible()
    laptop.end_call()
    laptop.new_conversation()
    phone.open(laptop.conversation)
    elsewhere = phone.page.get_by_text("waits for your approval, in")
    expect(elsewhere).to_be_visible()
    laptop.talk()
    call_time(laptop, "Europe/Paris")
    expect(card(phone)).to_contain_text("Paris")
    expect(elsewhere).to_be_hidden()
    card(phone).get_by_role("button", name="Deny").click()
    expect(elsewhere).to_be_visible()
    phone.page.get_by_role("button", name="Look").click()
    expect(card(phone)).to_contain_text("Tokyo")
    card(phone).get_by_role("button", name="Deny").click()
    expect(card(phone)).to_have_count(0)


def test_an_approval_given_on_another_device_runs_it(devices: list[Person]) -> None:
    laptop, phone = devices
    laptop.talk()
    laptop.say("what-time-is-it-in-tokyo")
    laptop.wait_for_state("approval")
    laptop.expect_message("assistant", "approval")
    expect(card(phone)).to_contain_text("Tokyo")
    card(phone).get_by_role("button", name="Allow once").click()
    laptop.expect_message("tool", "Done")
    laptop.expect_message("assistant", r"\d")
    expect(card(laptop)).to_have_count(0)
    laptop.wait_for_state("listening")
    laptop.expect_sound_rows()
    assert laptop.violations() == phone.violations() == []


def test_it_is_denied_by_key_and_the_other_device_sees_it(devices: list[Person]) -> None:
    laptop, phone = devices
    laptop.talk()
    call_time(laptop, "Europe/Berlin")
    expect(card(phone)).to_be_visible(timeout=ANSWER_MS)
    expect(card(phone)).to_contain_text(re.compile(r"within [0-5]:\d\d"))
    phone.page.keyboard.press("Control+Shift+Backspace")
    laptop.expect_message("tool", "Denied by you", status="failed")
    laptop.expect_message("assistant", "did not allow")
    expect(card(phone)).to_have_count(0)


def test_allowed_for_the_conversation_it_is_listed_and_taken_back(devices: list[Person]) -> None:
    laptop, phone = devices
    laptop.talk()
    call_time(laptop, "Europe/Rome")
    card(laptop).get_by_role("button", name="Allow for this conversation").click()
    laptop.expect_message("tool", "Done")
    call_time(laptop, "Europe/Paris")
    expect(laptop.messages("tool", status="final")).to_have_count(2, timeout=ANSWER_MS)
    phone.page.goto("/tools/")
    phone.page.get_by_role("button", name="Ask again").first.click()
    expect(phone.page.get_by_role("button", name="Ask again")).to_have_count(0)
    call_time(laptop, "Europe/Madrid")
    card(laptop).get_by_role("button", name="Deny").click(timeout=ANSWER_MS)
    expect(card(laptop)).to_have_count(0)  # one that waited would be news to a later test
