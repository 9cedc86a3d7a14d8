"""A person's devices: logged out from afar, and tabs too many that rest."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import People
from tests.live.parley import Parley
from tests.live.person import Person

REASON = "SELECT end_reason FROM chat_realtimesession WHERE conversation_id = ?"
TABS = 10


def test_a_device_that_is_logged_out_goes_to_the_log_in_and_its_call_ends(
    person: People, parley: Parley
) -> None:
    there = person("alice@example.com")
    conversation = there.new_conversation()
    there.talk()
    here = person("alice@example.com")
    open_devices(here)
    in_a_call = here.page.locator(".row--device", has_text="In a call")
    expect(in_a_call.first).to_be_visible()  # a test before this one may have left another
    here.page.get_by_role("button", name="Log out all others").click()
    expect(there.page.get_by_text("This browser was logged out")).to_be_visible()
    assert parley.rows(REASON, conversation.replace("-", "")) == [{"end_reason": "logged_out"}]
    expect(here.page.locator("[data-this]")).to_have_count(1)
    expect(here.page.get_by_role("button", name=re.compile("Log out "))).to_have_count(0)


def test_after_the_log_in_it_is_where_it_was(person: People) -> None:
    there, here = person("alice@example.com"), person("alice@example.com")
    there.page.goto("/preferences/")
    open_devices(here)
    here.page.get_by_role("button", name="Log out all others").click()
    there.page.wait_for_url("**/accounts/login/**")
    there.page.get_by_label("Email").fill("alice@example.com")
    there.page.get_by_label("Password").fill("parley-demo")
    there.page.keyboard.press("Enter")
    expect(there.page.get_by_role("heading", name="Preferences")).to_be_visible()


def test_an_own_log_out_is_not_told_as_news(alice: Person) -> None:
    alice.log_out()
    expect(alice.page.get_by_text("This browser was logged out")).to_have_count(0)


def test_the_oldest_of_too_many_tabs_rests_until_somebody_comes_back_to_it(alice: Person) -> None:
    oldest = alice.page
    for _ in range(TABS):
        alice.new_page().goto("/check/")
    resting = oldest.get_by_text("this one rests")
    expect(resting).to_be_visible()
    oldest.keyboard.press("Shift")
    expect(resting).to_be_hidden()
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")


def open_devices(one: Person) -> None:
    """From the person's menu."""
    one.page.locator("[popovertarget=account-menu]").click()
    one.page.get_by_role("link", name="Devices").click()
    expect(one.page.get_by_role("heading", name="Devices")).to_be_visible()
