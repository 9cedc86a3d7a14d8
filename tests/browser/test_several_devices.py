"""One conversation on two and three devices, on two web processes behind a proxy, with real calls."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.live import ledger
from tests.live.parley import Parley
from tests.live.person import Person
from tests.live.profile import Profile
from tests.live.speaking import LAPTOP, PHONE, Device, Speaking, speaking
from tests.run.needs import find

Arrive = Callable[..., Person]
CONTINUE = "Continue here"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaking]:
    if not find("redis-server") or not find("postgres"):
        pytest.skip("Redis or PostgreSQL is not installed")
    with speaking(tmp_path_factory.mktemp("speaking")) as up:
        yield up


@pytest.fixture
def device(browser: Browser, grown: Speaking) -> Iterator[Arrive]:
    """`device(PHONE)`: Alice with another browser of hers; `device(PHONE, "<id>")`: looking at that."""
    here: list[Person] = []

    def arrive(user_agent: str, conversation: str = "") -> Person:
        one = with_browser(Device(browser, user_agent), grown)
        here.append(one)
        if conversation:
            one.open(conversation)
        else:
            one.new_conversation()
        return one

    yield arrive
    for one in here:
        one.leave()


def with_browser(browser: Device | Profile, grown: Speaking) -> Person:
    """A grown Parley, and a device, are for a person what a small one and a browser are."""
    return Person(cast("Browser", browser), cast("Parley", grown), "alice@example.com")


def notice(person: Person) -> str:
    return person.page.locator("[data-key=elsewhere] [data-part=text]").inner_text()


def continue_here(person: Person) -> None:
    person.page.get_by_role("button", name=CONTINUE).first.click()
    person.wait_for_state("listening")


def test_what_happens_on_one_is_seen_on_the_other(device: Arrive) -> None:
    laptop = device(LAPTOP)
    phone = device(PHONE, laptop.conversation)
    laptop.talk()
    laptop.ask("what-time-is-it-in-tokyo")
    phone.expect_message("tool", "get_current_time|time")
    phone.expect_message("assistant", r"\w+")
    assert [row[:2] for row in phone.thread()] == [row[:2] for row in laptop.thread()]
    assert "In a call on Firefox, Windows" in notice(phone)
    laptop.end_call()
    expect(phone.page.locator("[data-key=elsewhere]")).to_have_count(0)
    rename(laptop, "The time in Tokyo")
    expect(phone.page.locator("#page-title")).to_have_text("The time in Tokyo")


def rename(person: Person, title: str) -> None:
    person.page.get_by_role("button", name="Conversations").last.click()
    row = person.page.locator("dialog [data-row]").first
    row.hover()
    row.locator("[data-act=rename]").click()
    person.page.locator("input[name=title]").fill(title)
    person.page.keyboard.press("Enter")


def test_the_call_goes_on_on_the_other_and_back(device: Arrive, grown: Speaking) -> None:
    laptop = device(LAPTOP)
    laptop.talk()
    laptop.ask("my-name-is-alice")
    phone = device(PHONE, laptop.conversation)
    continue_here(phone)
    laptop.wait_for_state("ended", "idle")
    assert notice(laptop) == "Continued on Chrome, Android. You can read along here."
    phone.ask("what-is-my-name")
    phone.expect_message("assistant", "Alice")
    continue_here(laptop)
    laptop.ask("what-can-you-do")
    laptop.end_call()
    laptop.wait_until(lambda: laptop.thread() == phone.thread())
    assert len(laptop.thread()) == 6
    assert ledger.faults(grown, laptop.conversation) == []


def test_of_three_the_list_says_where_it_is_and_continues_it(
    device: Arrive, grown: Speaking
) -> None:
    laptop = device(LAPTOP)
    laptop.talk()
    laptop.ask("hello-how-are-you")
    phone, tablet = device(PHONE, laptop.conversation), device(PHONE)
    tablet.page.get_by_role("button", name="Conversations").last.click()
    row = tablet.page.locator(f"#conversation-{laptop.conversation}")
    expect(row).to_contain_text("In a call on Firefox, Windows · since")
    row.get_by_role("button", name=CONTINUE).click()
    tablet.wait_for_state("listening")
    laptop.wait_for_state("ended", "idle")
    tablet.ask("what-can-you-do")
    assert tablet.conversation == laptop.conversation
    tablet.end_call()
    tablet.wait_until(lambda: tablet.thread() == phone.thread() == laptop.thread())
    assert ledger.faults(grown, laptop.conversation) == []


def test_after_the_first_one_was_killed(
    playwright: Playwright, device: Arrive, grown: Speaking, tmp_path: Path
) -> None:
    profile = Profile(playwright, tmp_path / "profile")
    killed = with_browser(profile, grown)
    conversation = killed.new_conversation()
    phone = device(PHONE, conversation)
    killed.talk()
    killed.ask("hello-how-are-you")
    before = phone.thread()
    killed.say("tell-me-a-story")
    profile.kill()
    continue_here(phone)
    phone.ask("what-can-you-do")
    phone.end_call()
    assert phone.thread()[: len(before)] == before
    assert ledger.faults(grown, conversation) == []
