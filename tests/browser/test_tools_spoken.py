"""The spoken loop through the tools, in one call: the time, a sum, a page, and a tool that is switched off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.test_page_tools import call_tool, expect_page
from tests.live.person import Person


@pytest.fixture
def switched(alice: Person) -> Iterator[Person]:
    """Alice, whose tools are all on again afterwards."""
    yield alice
    alice.page.goto("/tools/")
    alice.page.get_by_role("switch", name="Run code").check()


def switch_off(person: Person, title: str) -> None:
    person.page.get_by_role("button", name="Alice").click()
    person.page.get_by_role("link", name="Tools", exact=True).click()
    person.page.get_by_role("switch", name=title).uncheck()
    expect(person.page.get_by_role("status").filter(has_text=f"{title} is off")).to_be_visible()


def test_the_time_a_sum_a_page_and_what_is_denied(switched: Person) -> None:
    switched.talk()
    conversation = switched.conversation
    switched.ask("what-time-is-it-in-tokyo")
    switched.expect_message("tool", "Tokyo")
    switched.ask("how-much-is-six-times-seven")
    switched.expect_message("tool", "The result is: 42")
    switched.say("open-the-items-page")
    expect_page(switched, "/items/", "Items")
    switch_off(switched, "Run code")
    call_tool(switched, "evaluate_code", '{"code": "6 * 7"}')
    switched.page.locator("[data-part=where]").click()
    switched.expect_message("tool", "Not allowed", status="failed")
    switched.expect_message("tool", "Items is open")
    switched.expect_sound_rows(conversation)
