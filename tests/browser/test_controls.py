"""What one does with a call: stop it and go on, interrupt, by button and by key; and the sheet of the keys."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.test_pages import faults_in_every_look
from tests.live import ledger
from tests.live.person import Person

pytestmark = pytest.mark.usefixtures("first_preferences")
WATCH_THE_SCREEN = """() => {
  window.locks = [];
  window.awake = () => locks.some((lock) => !lock.released);
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    locks.push(lock);
    return lock;
  };
}"""


def control(person: Person, name: str) -> Locator:
    return person.call.get_by_role("button", name=name, exact=True)


def test_a_stopped_call_is_silent_both_ways_and_goes_on(alice: Person) -> None:
    alice.talk()
    told = alice.say("tell-me-a-story")
    alice.expect_sound_after(told["to"])
    control(alice, "Stop").click()
    alice.wait_for_state("stopped")
    expect(alice.call).to_contain_text("Paused")
    assert not any(alice.page.evaluate("() => instruments.hearing()"))
    control(alice, "Resume").click()
    alice.ask("hello-how-are-you")
    alice.expect_message("assistant", r"\w+", status="interrupted")
    assert ledger.faults(alice.parley, alice.conversation) == []


def test_what_is_said_to_a_stopped_call_is_not_heard(alice: Person) -> None:
    alice.talk()
    alice.page.keyboard.press("p")
    alice.wait_for_state("stopped")
    told = alice.say("hello-how-are-you")
    alice.wait_until(lambda: alice.measure("now()") > told["to"] + 1)
    alice.write("Are you there?")
    alice.expect_message("assistant", r"\w+")
    assert [role for _, role, _ in alice.thread()] == ["user", "assistant"]


def test_what_is_written_to_a_stopped_call_is_answered_in_writing(alice: Person) -> None:
    alice.talk()
    control(alice, "Stop").click()
    alice.write("What time is it in Paris?")
    alice.expect_message("assistant", "paris")
    expect(alice.messages("assistant", kind="text")).to_have_count(1)
    assert alice.sounds() == []
    alice.wait_for_state("stopped")


def test_a_reload_leaves_a_stopped_call_stopped(alice: Person) -> None:
    alice.talk()
    control(alice, "Stop").click()
    alice.page.reload()
    alice.wait_for_state("stopped")
    assert not any(alice.page.evaluate("() => instruments.hearing()"))


@pytest.mark.parametrize("way", ["the button", "the key", "the orb"])
def test_it_stops_speaking_when_one_interrupts(alice: Person, way: str) -> None:
    alice.talk()
    told = alice.say("tell-me-a-story")
    alice.expect_sound_after(told["to"])
    if way == "the key":
        alice.page.keyboard.press("i")
    else:
        alice.call.locator(f"[data-part={'orb' if way == 'the orb' else 'interrupt'}]").click()
    alice.wait_for_state("listening")
    alice.expect_message("assistant", r"\w+", status="interrupted")


def test_from_a_written_call_one_can_go_on_speaking(alice: Person) -> None:
    alice.write("Hello")
    alice.expect_message("assistant", r"\w+")
    assert alice.measure("log.streams") == 0
    control(alice, "Speak").click()
    alice.wait_until(lambda: alice.measure("log.streams") == 1)
    alice.wait_for_state("listening")
    alice.ask("hello-how-are-you")


def test_no_key_acts_while_one_writes(alice: Person) -> None:
    alice.talk()
    field = alice.page.get_by_role("textbox", name="Message")
    field.press_sequentially("mpi? ")
    expect(field).to_have_value("mpi? ")
    expect(alice.call).to_have_attribute("data-muted", "false")
    alice.wait_for_state("listening")
    expect(alice.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    alice.end_call()  # an empty conversation is used again, and would be live elsewhere


def test_the_sheet_of_keys_has_no_fault(alice: Person) -> None:
    alice.page.keyboard.press("?")
    expect(alice.page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert faults_in_every_look(alice.page) == []


def test_the_keys_are_shown_by_a_key_and_by_the_menu(alice: Person) -> None:
    sheet = alice.page.get_by_role("dialog", name="Keys")
    alice.page.keyboard.press("?")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    alice.page.keyboard.press("Escape")
    account = alice.page.locator("[popovertarget=account-menu]")
    account.click()
    alice.page.get_by_role("button", name="Keys").click()
    sheet.get_by_role("button", name="Close").click()
    expect(account).to_be_focused()


def test_single_keys_can_be_switched_off(alice: Person) -> None:
    alice.page.goto("/preferences/")
    alice.page.get_by_label("Single keys").uncheck()
    expect(alice.page.get_by_text("Saved", exact=True)).to_be_visible()
    alice.page.goto("/")
    alice.page.keyboard.press("?")
    alice.page.keyboard.press("Control+k")
    expect(alice.page.get_by_role("dialog", name="Conversations")).to_be_visible()
    expect(alice.page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_chord_makes_a_new_conversation(alice: Person) -> None:
    alice.write("Hello")
    alice.expect_message("assistant", r"\w+")
    before = alice.conversation
    alice.page.get_by_role("textbox", name="Message").press("Control+Shift+O")
    alice.wait_until(lambda: alice.conversation not in {"", before})


def test_the_screen_stays_on_as_long_as_the_call(alice: Person) -> None:
    alice.page.evaluate(WATCH_THE_SCREEN)
    alice.talk()
    alice.wait_until(lambda: alice.page.evaluate("() => awake()"))
    alice.page.evaluate(
        "() => locks.at(-1).release()"
    )  # as the browser does when the page is hidden
    alice.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    alice.wait_until(lambda: alice.page.evaluate("() => awake() && locks.length === 2"))
    alice.end_call()
    alice.wait_until(lambda: not alice.page.evaluate("() => awake()"))
