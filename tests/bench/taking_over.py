"""Continue here: how long from the click on the second device until it listens."""

import time

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"


def click_to_listening(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """To and fro between two browsers of a person, with a turn to replay; noticed within 50 ms."""
    laptop, phone = Person(browser, parley, EMAIL), Person(browser, parley, EMAIL)
    laptop.new_conversation()
    phone.open(laptop.conversation)
    laptop.talk()
    laptop.ask("my-name-is-alice")
    found = []
    for number in range(times):
        found.append(_continued(laptop if number % 2 else phone))
    for person in (laptop, phone):
        person.leave()
    return [Figure("Continue here: from the click to listening", found, 3_000)]


def _continued(person: Person) -> float:
    button = person.page.get_by_role("button", name="Continue here").first
    button.wait_for()
    since = time.monotonic()
    button.click()
    person.wait_for_state("listening")
    return (time.monotonic() - since) * 1_000
