"""Microphone and loudspeaker, chosen in a call: by Chromium's own device code."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from tests.browser.test_pages import faults_in_every_look
from tests.live.browser import launched
from tests.live.parley import Parley
from tests.live.person import Person

# It notes which devices the page asks for; both calls go on to the browser.
WATCH = """() => {
  window.asked = [];
  const media = navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  media.getUserMedia = (wish) => {
    asked.push(wish.audio.deviceId?.exact ?? "");
    return open(wish);
  };
  const choose = HTMLMediaElement.prototype.setSinkId;
  HTMLMediaElement.prototype.setSinkId = async function (id) {
    await choose.call(this, id);
    window.sink = this.sinkId;
  };
}"""


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, "--use-fake-device-for-media-stream=device-count=2") as started:
        yield started


@pytest.fixture
def ann(chromium: Browser, parley: Parley) -> Iterator[Person]:
    one = Person(chromium, parley, own_microphone=True, email="alice@example.com")
    one.new_conversation()
    one.page.evaluate(WATCH)
    one.press_talk()
    one.wait_for_state("listening", "thinking", "speaking")
    yield one
    one.end_call()
    one.leave()


def opened(person: Person) -> Locator:
    person.call.get_by_role("button", name="Microphone and loudspeaker").click()
    menu = person.page.locator("#call-devices")
    expect(menu.get_by_role("radio").first).to_be_focused()
    return menu


def test_another_microphone_and_loudspeaker_are_chosen_in_the_call_and_kept(ann: Person) -> None:
    menu = opened(ann)
    microphone = menu.get_by_role("group", name="Microphone").get_by_role("radio").last
    speaker = menu.get_by_role("group", name="Loudspeaker").get_by_role("radio").last
    microphone.check()
    speaker.check()
    wanted = [microphone.get_attribute("value"), speaker.get_attribute("value")]
    ann.wait_until(lambda: ann.page.evaluate("() => [asked.at(-1), window.sink]") == wanted)
    ann.page.reload()
    ann.wait_for_state("listening", "thinking", "speaking")
    menu = opened(ann)
    expect(menu.locator("input[type=radio]:checked")).to_have_count(2)
    assert [one.get_attribute("value") for one in menu.locator(":checked").all()][:2] == wanted


def test_the_menu_of_devices_has_no_fault(ann: Person) -> None:
    opened(ann)
    assert faults_in_every_look(ann.page) == []


def test_a_browser_that_cannot_choose_the_loudspeaker_says_so(ann: Person) -> None:
    ann.page.evaluate("() => { delete HTMLMediaElement.prototype.setSinkId; }")
    menu = opened(ann)
    expect(menu.get_by_text("This browser plays where the system says.")).to_be_visible()
    expect(menu.get_by_role("group", name="Loudspeaker").get_by_role("radio")).to_have_count(0)
