"""How soon a page can be used: for a first visit on a slow line, and with a long thread in it."""

from typing import Any

from playwright.sync_api import Browser

from tests.bench.figures import Figure
from tests.live.parley import Parley
from tests.live.person import Person
from tests.live.rows import long_thread
from tests.live.seed import seeded

EMAIL = "alice@example.com"
MESSAGES = 5_000
# 1.6 Mbit/s both ways and 150 ms there and back: Lighthouse's slow 4G; a processor a quarter as fast.
SLOW_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 200_000,
}
SLOWER = 4
# Talk is disabled until the whole of app.js has run; the field stands before it in the page.
NOTE_USABLE = """
  new MutationObserver(() => {
    const talk = document.querySelector("[data-part=talk]");
    if (talk && !talk.disabled) window.usableAt ??= performance.now();
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["disabled"] });
"""
TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return { server: page.responseStart - page.requestStart, paint: paint?.startTime ?? null };
}"""


def cold_page(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """A conversation for somebody whose browser has nothing of it, until the first key or Talk works."""
    person = Person(browser, parley, EMAIL)
    seeded(parley, EMAIL, long_thread(20))
    state = person.context.storage_state()
    person.leave()
    found = [_cold(browser, parley, state) for _ in range(times)]
    return [Figure("a first visit until it can be used, slow line and processor", found, 2_500)]


def _cold(browser: Browser, parley: Parley, state: Any) -> float:
    context = browser.new_context(base_url=parley.address, storage_state=state)
    context.add_init_script(NOTE_USABLE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto("/", wait_until="commit")
    page.locator("[data-part=talk]:enabled").wait_for()
    usable = float(page.evaluate("() => window.usableAt"))
    context.close()
    return usable


def long_page(browser: Browser, parley: Parley, times: int) -> list[Figure]:
    """A thread of 5,000 messages, opened again and again."""
    person = Person(browser, parley, EMAIL)
    (conversation,) = seeded(parley, EMAIL, long_thread(MESSAGES))
    person.open(conversation)
    found = [_opened(person, conversation) for _ in range(times)]
    person.leave()
    return [
        Figure("a thread of 5,000 messages: the server", [one["server"] for one in found], 150),
        Figure("a thread of 5,000 messages: first paint", [one["paint"] for one in found], 500),
    ]


def _opened(person: Person, conversation: str) -> dict[str, float]:
    page = person.page
    person.open(conversation)
    page.locator(f"[data-sequence='{MESSAGES}']").wait_for()
    person.wait_until(lambda: page.evaluate(TIMES)["paint"])
    found: dict[str, float] = page.evaluate(TIMES)
    return found
