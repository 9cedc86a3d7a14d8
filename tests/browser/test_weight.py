"""A page is light for whoever comes for the first time. Counts only: `make bench` takes the time."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import People
from tests.live.parley import Parley
from tests.live.person import PASSWORD, Person
from tests.live.production import in_production
from tests.live.weight import Weight, weigh

MOST_REQUESTS = 30
MOST_KILOBYTES = 180


@pytest.fixture(scope="module")
def production(browser: Browser, parley: Parley) -> Iterator[Page]:
    with in_production(parley) as address:
        page = browser.new_context(base_url=address).new_page()
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill("bob@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-conversation]")
        yield page
        page.context.close()


def test_a_cold_conversation_is_light_with_make_run(alice: Person) -> None:
    assert_light(weigh(alice.page, "/"))


def test_a_cold_conversation_is_light_in_production(production: Page) -> None:
    assert_light(weigh(production, "/"))


def test_the_way_in_is_light(person: People) -> None:
    assert_light(weigh(person("").page, "/accounts/login/"))


def test_in_production_every_file_is_kept_for_good(production: Page) -> None:
    kept: dict[str, str] = {}
    note = lambda answer: kept.update({answer.url: answer.headers.get("cache-control", "")})  # noqa: E731
    production.on("response", note)
    production.reload(wait_until="networkidle")
    files = {urlsplit(url).path: how for url, how in kept.items() if "/static/" in url}
    assert len(files) > 3
    assert [path for path, how in files.items() if "immutable" not in how] == []


def assert_light(weight: Weight) -> None:
    assert 1 < weight.requests <= MOST_REQUESTS, weight.answers
    assert weight.kilobytes <= MOST_KILOBYTES, weight.answers
