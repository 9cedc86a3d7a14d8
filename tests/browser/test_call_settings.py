"""The settings of a call from the side: before it, in it, whoever tells the provider."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.test_pages import faults_in_every_look
from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import Person


@pytest.fixture(scope="module")
def deaf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """The server hears no call itself: the page tells the provider."""
    folder = tmp_path_factory.mktemp("deaf") / "var"
    with running(folder, SIDEBAND="false", SESSION_STARTS_PER_MINUTE="1000") as copy:
        yield copy


@pytest.fixture
def bob(browser: Browser, deaf: Parley) -> Iterator[Person]:
    one = Person(browser, deaf, "bob@example.com")
    one.new_conversation()
    yield one
    one.leave()


def opened(person: Person) -> Locator:
    """By the call bar when there is a call, else by the menu."""
    button = person.call.get_by_role("button", name="Settings")
    if not button.is_visible():
        person.page.get_by_role("button", name="More about this conversation").click()
        button = person.page.get_by_role("button", name="Call settings")
    button.click()
    panel = person.page.get_by_role("dialog", name="Call settings")
    expect(panel.get_by_label("Voice")).to_be_visible()
    return panel


def choose(panel: Locator, group: str, option: str) -> None:
    panel.get_by_role("group", name=group).get_by_role("radio", name=option).check()
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()


def heard(person: Person) -> dict[str, Any]:
    """How the provider hears this call by now."""
    session = person.measure("log.session")
    found: dict[str, Any] = session["audio"]["input"] if session else {}
    return found


def turn_detection(person: Person) -> str:
    return str((heard(person).get("turn_detection") or {}).get("type"))


def retune(person: Person) -> None:
    """Another way to take turns, another language, and back."""
    panel = opened(person)
    choose(panel, "It answers", "When I'm done")
    person.wait_until(lambda: turn_detection(person) == "semantic_vad")
    panel.get_by_label("You speak").select_option("de")
    person.wait_until(lambda: heard(person)["transcription"]["language"] == "de")
    choose(panel, "It answers", "When I pause")
    panel.get_by_label("You speak").select_option("")
    person.wait_until(lambda: heard(person)["transcription"]["language"] is None)
    person.wait_until(lambda: turn_detection(person) == "server_vad")
    person.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def told(person: Person) -> int:
    """How often the page itself told the provider of settings."""
    return [one["type"] for one in person.measure("log.sent")].count("session.update")


def is_heard(person: Person) -> bool:
    calls = ledger.sessions(person.parley, person.conversation)
    return any(one["attached_by"] and not one["ended_at"] for one in calls)


def voices(person: Person) -> list[str]:
    """Of the sessions that the call has had."""
    calls = ledger.sessions(person.parley, person.conversation)
    return sorted(str(one["voice"]) for one in calls)


def test_they_are_chosen_before_a_call_and_there_again(alice: Person) -> None:
    panel = opened(alice)
    pause = panel.get_by_label("Pause before reply")
    pause.fill("900")
    expect(panel.get_by_text("900 ms")).to_be_visible()
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(alice.page.get_by_role("button", name="More about this conversation")).to_be_focused()
    expect(opened(alice).get_by_label("Pause before reply")).to_have_value("900")
    pause.fill("500")
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()


def test_only_what_belongs_to_the_way_of_turns_is_shown(alice: Person) -> None:
    panel = opened(alice)
    expect(panel.get_by_label("Pause before reply")).to_be_visible()
    choose(panel, "It answers", "When I'm done")
    expect(panel.get_by_label("Pause before reply")).to_be_hidden()
    expect(panel.get_by_role("group", name="Patience")).to_be_visible()
    choose(panel, "It answers", "When I pause")
    expect(panel.get_by_role("group", name="Patience")).to_be_hidden()


def test_a_change_holds_at_once_and_the_server_asks_for_it(alice: Person) -> None:
    alice.talk()
    alice.wait_until(lambda: is_heard(alice))
    retune(alice)
    assert told(alice) == 0
    alice.ask("hello-how-are-you")
    alice.end_call()
    assert [row["role"] for row in ledger.messages(alice.parley, alice.conversation)] == [
        "user",
        "assistant",
    ]


def test_a_change_holds_at_once_and_the_page_asks_for_it(bob: Person) -> None:
    bob.talk()
    retune(bob)
    assert told(bob) >= 4
    bob.ask("hello-how-are-you")


@pytest.mark.usefixtures("first_preferences")
def test_another_voice_speaks_in_the_same_call(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    panel = opened(alice)
    panel.get_by_label("Voice").select_option("coral")
    alice.wait_until(lambda: voices(alice) == ["coral", "marin"])
    alice.wait_for_state("listening")
    alice.ask("what-can-you-do")
    assert len(voices(alice)) == 2
    panel.get_by_label("Voice").select_option("marin")
    expect(panel.get_by_text("Saved", exact=True)).to_be_visible()


def test_they_have_no_fault_before_a_call_and_in_it(alice: Person) -> None:
    opened(alice)
    assert faults_in_every_look(alice.page) == []
    alice.page.keyboard.press("Escape")
    alice.page.set_viewport_size({"width": 1280, "height": 800})
    alice.talk()
    opened(alice)
    assert faults_in_every_look(alice.page) == []
    assert alice.violations() == []
