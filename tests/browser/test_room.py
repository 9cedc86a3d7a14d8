"""The voice room: the same call, full screen; one comes, goes, and does there what one does in the bar."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.test_approvals import decide
from tests.browser.two_devices import call_tool
from tests.live.parley import Parley
from tests.live.person import ANSWER_MS, Person

pytestmark = pytest.mark.usefixtures("first_preferences")
REFUSE = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
}"""


@pytest.fixture
def asking(browser: Browser, parley: Parley) -> Iterator[None]:
    """The time is not told without a question; afterwards as it was."""
    admin = Person(browser, parley, "admin@example.com")
    before = decide(admin, "ask")
    yield
    decide(admin, before)
    admin.leave()


def room(person: Person) -> Locator:
    return person.page.get_by_role("region", name="Voice room")


def entered(person: Person) -> Locator:
    """By its key."""
    person.page.keyboard.press("v")
    expect(room(person)).to_be_visible()
    return room(person)


def in_room(person: Person, name: str) -> Locator:
    return room(person).get_by_role("button", name=name, exact=True)


def wait_for_room(person: Person, state: str) -> None:
    expect(room(person)).to_have_attribute("data-state", state, timeout=ANSWER_MS)


def test_it_stands_over_everything_and_escape_leads_back_to_the_call(alice: Person) -> None:
    alice.talk()
    opener = alice.call.get_by_role("button", name="Room")
    opener.click()
    expect(room(alice)).to_be_focused()
    expect(alice.page.locator(".app")).to_have_attribute("inert", "")
    alice.page.keyboard.press("Escape")
    expect(room(alice)).to_be_hidden()
    expect(opener).to_be_focused()
    alice.wait_for_state("listening")
    alice.ask("hello-how-are-you")


def test_the_chevron_leads_back_too(alice: Person) -> None:
    entered(alice)
    in_room(alice, "Back to the thread").click()
    expect(room(alice)).to_be_hidden()
    expect(alice.page.locator(".app")).not_to_have_attribute("inert", "")
    alice.page.get_by_role("textbox", name="Message").fill("It can be written again.")


def test_before_a_call_it_offers_talk_alone(alice: Person) -> None:
    entered(alice)
    in_room(alice, "Got it").click()
    expect(room(alice)).to_contain_text("Tap to talk")
    names = (
        room(alice)
        .get_by_role("button")
        .evaluate_all(
            "all => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())"
        )
    )
    assert names == ["Back to the thread", "Call settings", "Begin to talk", "Talk"]
    in_room(alice, "Talk").click()
    wait_for_room(alice, "listening")
    in_room(alice, "End").click()
    wait_for_room(alice, "ended")
    expect(in_room(alice, "Talk")).to_be_focused()


def test_what_is_open_above_it_takes_escape_first(alice: Person) -> None:
    alice.talk()
    entered(alice)
    in_room(alice, "Microphone and loudspeaker").click()
    menu = alice.page.get_by_role("group", name="Microphone and loudspeaker")
    expect(menu).to_be_visible()
    alice.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    in_room(alice, "Call settings").click()
    panel = alice.page.get_by_role("dialog", name="Call settings")
    expect(panel.get_by_label("Voice")).to_be_visible()
    in_room(alice, "Back to the thread").focus()
    alice.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(in_room(alice, "Call settings")).to_be_focused()
    expect(room(alice)).to_be_visible()


def test_a_turn_is_heard_and_read_there(alice: Person) -> None:
    alice.talk()
    entered(alice)
    told = alice.say("hello-how-are-you")
    alice.expect_sound_after(told["to"])
    captions = room(alice).get_by_role("group", name="Captions")
    expect(captions.locator('[data-role="user"]')).to_contain_text("hello", timeout=ANSWER_MS)
    expect(captions.locator('[data-role="assistant"]')).to_contain_text("I am well")
    alice.page.keyboard.press("c")
    expect(captions).to_be_hidden()
    in_room(alice, "Transcript").click()
    expect(room(alice).get_by_role("region", name="Transcript")).to_contain_text("I am well")
    expect(room(alice).get_by_text(re.compile("Good|Fair|Weak"))).to_be_visible(timeout=ANSWER_MS)


def test_the_orb_interrupts(alice: Person) -> None:
    alice.talk()
    entered(alice)
    in_room(alice, "Got it").click()
    told = alice.say("tell-me-a-story")
    alice.expect_sound_after(told["to"])
    in_room(alice, "Interrupt").first.click()
    wait_for_room(alice, "listening")
    alice.expect_message("assistant", r"\w+", status="interrupted")


def test_the_microphone_is_red_while_it_is_heard(alice: Person) -> None:
    alice.talk()
    entered(alice)
    expect(room(alice)).to_have_attribute("data-streaming", "true")
    in_room(alice, "Mute").click()
    expect(room(alice)).to_have_attribute("data-streaming", "false")
    expect(room(alice)).to_contain_text("Muted")
    alice.page.keyboard.press("m")
    expect(room(alice)).to_have_attribute("data-streaming", "true")
    in_room(alice, "Stop").click()
    wait_for_room(alice, "stopped")
    expect(room(alice)).to_have_attribute("data-streaming", "false")


def test_one_holds_to_talk_there(alice: Person) -> None:
    alice.talk()
    entered(alice)
    in_room(alice, "Microphone and loudspeaker").click()
    alice.page.get_by_role("switch", name="Push to talk").check()
    expect(room(alice)).to_contain_text("Hold to talk")
    alice.page.keyboard.press("Escape")
    room(alice).get_by_role("heading").click()
    alice.page.keyboard.down("Space")
    expect(room(alice)).to_have_attribute("data-streaming", "true")
    told = alice.say("hello-how-are-you")
    alice.wait_until(lambda: alice.measure("now()") > told["to"])
    alice.page.keyboard.up("Space")
    alice.expect_sound_after(told["to"])


@pytest.mark.usefixtures("asking")
def test_a_tool_that_asks_is_decided_there(alice: Person) -> None:
    alice.talk()
    entered(alice)
    call_tool(alice, "get_current_time", '{"timezone": "Asia/Tokyo"}')
    wait_for_room(alice, "approval")
    card = room(alice).get_by_role("region", name="Waiting for your approval")
    expect(card).to_contain_text("Tokyo")
    card.get_by_role("button", name="Allow once").click()
    expect(card).to_have_count(0)
    wait_for_room(alice, "listening")
    alice.expect_message("tool", "Done")


def test_a_problem_is_told_there_with_what_helps(alice: Person) -> None:
    alice.page.evaluate(REFUSE)
    entered(alice)
    in_room(alice, "Talk").click()
    expect(room(alice).get_by_role("alert").first).to_contain_text("The microphone is blocked")
    expect(room(alice).get_by_role("link", name="What helps")).to_be_visible()
    in_room(alice, "Close").click()
    wait_for_room(alice, "idle")


def test_the_card_of_the_first_visit_is_shown_until_it_is_read(alice: Person) -> None:
    entered(alice)
    card = room(alice).get_by_role("note")
    expect(card.get_by_role("paragraph")).to_have_count(3)
    in_room(alice, "Got it").click()
    expect(card).to_be_hidden()
    alice.page.reload()
    entered(alice)
    expect(card).to_be_hidden()


def test_it_stays_while_the_page_under_it_turns(alice: Person) -> None:
    alice.talk()
    entered(alice)
    alice.page.evaluate("() => document.querySelector('a[href=\"/items/\"]').click()")
    alice.page.wait_for_url("**/items/")
    told = alice.say("hello-how-are-you")
    alice.expect_sound_after(told["to"])
    captions = room(alice).get_by_role("group", name="Captions")
    expect(captions).to_contain_text("I am well", timeout=ANSWER_MS)
    in_room(alice, "Transcript").click()
    room(alice).get_by_role("link", name="Go there").click()
    alice.page.wait_for_url("**/conversations/**")
    expect(room(alice)).to_be_hidden()
    alice.expect_message("assistant", "I am well")
