"""Parley as an application: installable, honest without a network, and its worker keeps nothing private."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_pages import faults_in_every_look
from tests.live.parley import Parley
from tests.live.person import Person
from tests.live.production import in_production

READY = "() => navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  return found;
}"""
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"


@pytest.fixture
def alice(browser: Browser, parley: Parley) -> Iterator[Person]:
    """With a service worker that is in charge."""
    one = Person(browser, parley, "alice@example.com", service_worker=True)
    one.page.evaluate(READY)
    one.wait_until(lambda: one.page.evaluate(CONTROLLED))
    yield one
    one.leave()


def test_the_browser_finds_nothing_that_keeps_it_from_being_installed(alice: Person) -> None:
    session = alice.context.new_cdp_session(alice.page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window without history is no place to install from.
    assert [one["errorId"] for one in found if one["errorId"] != "in-incognito"] == []


def test_without_a_network_a_page_says_so_and_comes_back_by_itself(alice: Person) -> None:
    alice.context.set_offline(True)
    alice.page.goto("/preferences/")
    expect(alice.page.get_by_role("heading", name="No connection.")).to_be_visible()
    alice.context.set_offline(False)
    expect(alice.page.get_by_role("heading", name="Preferences")).to_be_visible()


def test_nothing_private_is_kept(alice: Person) -> None:
    alice.write("A secret of mine")
    alice.expect_message("assistant", r"\w+")
    alice.page.goto("/preferences/")
    alice.page.goto("/")
    kept = {urlsplit(url).path.rsplit("/", 1)[-1] for url in alice.page.evaluate(KEPT)}
    assert kept == {"", "layers.css", "offline.js", "icons.svg"}
    assert {urlsplit(url).path for url in alice.page.evaluate(KEPT)} >= {"/offline/"}


def test_a_call_works_with_the_worker_and_breaks_no_policy(alice: Person) -> None:
    alice.new_conversation()
    alice.talk()
    alice.end_call()
    assert alice.violations() == []


def test_the_offline_page_has_no_fault(alice: Person) -> None:
    alice.page.route("**/health/live", lambda route: route.abort())
    alice.page.goto("/offline/")
    assert faults_in_every_look(alice.page) == []


def test_in_production_the_files_are_kept_by_their_content(
    browser: Browser, parley: Parley
) -> None:
    with in_production(parley) as address:
        page = browser.new_context(base_url=address).new_page()
        page.goto("/accounts/login/")
        page.evaluate("() => navigator.serviceWorker.register('/worker.js').then(() => true)")
        page.evaluate(READY)
        kept = [urlsplit(url).path for url in page.evaluate(KEPT)]
        page.context.close()
    hashed = [path for path in kept if re.fullmatch(r"/static/.+\.[0-9a-f]{12}\.\w+", path)]
    assert sorted(kept) == sorted([*hashed, "/offline/"])
    assert len(hashed) == 3
