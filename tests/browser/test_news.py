"""What happens while nobody looks: a count in the title, and a notification where it was asked for."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import People
from tests.live.parley import Parley
from tests.live.person import Person

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  return (await worker.getNotifications()).map(({ title, body, data }) => [title, body, data.url]);
}"""
COUNTED = re.compile(r"^\(1\) ")


def looks_away(page: Page) -> None:
    page.evaluate(HIDE, True)


def looks_back(page: Page) -> None:
    page.evaluate(HIDE, False)


@pytest.fixture
def asker(browser: Browser, parley: Parley) -> Iterator[Person]:
    """Alice in a browser that would show notifications."""
    one = Person(browser, parley, "alice@example.com", service_worker=True)
    one.context.grant_permissions(["notifications"], origin=parley.address)
    yield one
    one.leave()


def test_an_answer_to_another_device_is_counted_until_somebody_looks(
    alice: Person, person: People
) -> None:
    looks_away(alice.page)
    there = person("alice@example.com")
    there.open(alice.conversation)
    there.write("What can you do?")
    expect(alice.page).to_have_title(COUNTED)
    looks_back(alice.page)
    expect(alice.page).not_to_have_title(COUNTED)


def test_what_is_looked_at_in_one_tab_is_no_news_in_another(alice: Person) -> None:
    hidden = alice.new_page()
    hidden.goto(alice.page.url)
    looks_away(hidden)
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")
    expect(hidden.locator("article[data-role=assistant][data-status=final]")).to_be_visible()
    expect(hidden).not_to_have_title(COUNTED)


def test_notifications_are_asked_for_by_a_click_and_shown_once(asker: Person) -> None:
    asker.page.goto("/preferences/")
    asker.page.get_by_role("button", name="Turn notifications on").click()
    expect(asker.page.get_by_role("button", name="Turn notifications off")).to_be_visible()
    asker.page.goto("/")
    conversation = asker.new_conversation()
    second = asker.new_page()
    second.goto(f"/conversations/{conversation}/")
    for page in (asker.page, second):
        looks_away(page)
    asker.write("What can you do?")
    asker.wait_until(lambda: asker.page.evaluate(SHOWN))
    ((title, _, address),) = asker.page.evaluate(SHOWN)
    assert (title, address) == ("An answer is there", f"/conversations/{conversation}/")


def test_without_a_click_nothing_is_shown(asker: Person) -> None:
    looks_away(asker.page)
    asker.write("What can you do?")
    expect(asker.page).to_have_title(COUNTED)
    assert asker.page.evaluate(SHOWN) == []
