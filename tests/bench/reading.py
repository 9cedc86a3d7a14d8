"""Reading aloud in Classic: from the moment the page has a whole first sentence to its sound."""

from playwright.sync_api import Browser, expect

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person

WANTED_MS = 300
QUESTION = "What can you do?"
# Notes when the first sentence of the newest answer stands in the page; the policy forbids to wait for it.
WATCH = """() => {
  document.documentElement.dataset.readAloud = "on";
  const before = document.querySelectorAll('[data-role="assistant"]').length;
  window.wholeAt = 0;
  const look = () => {
    const answer = [...document.querySelectorAll('[data-role="assistant"]')].slice(before)[0];
    if (/[.!?](\\s|$)/.test(answer?.querySelector(".message__body")?.textContent ?? "")) {
      window.wholeAt = instruments.now();
    } else {
      setTimeout(look, 2);
    }
  };
  look();
}"""


def first_sentence(browser: Browser, parley: Parley, runs: int) -> list[Figure]:
    person = Person(browser, parley, "alice@example.com")
    try:
        person.new_conversation()
        person.page.get_by_role("switch", name="Live").click()
        expect(person.page.locator("[data-conversation]")).to_have_attribute("data-mode", "classic")
        found = [_waited_ms(person) for _ in range(runs)]
    finally:
        person.leave()
    return [Figure("a sentence of an answer read aloud after it is whole", found, WANTED_MS)]


def _waited_ms(person: Person) -> float:
    person.page.evaluate(WATCH)
    begun: float = person.measure("now()")
    person.write(QUESTION)
    heard = person.expect_sound_after(begun)
    whole: float = person.page.evaluate("() => window.wholeAt")
    person.wait_until(lambda: not person.page.locator("[data-read][aria-pressed=true]").count())
    return (heard["from"] - whole) * 1000
