"""Recorded messages: by click and by hold, written down, sent, heard again; and what fails is kept."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.live.person import ANSWER_MS, Person

pytestmark = pytest.mark.usefixtures("first_preferences")

UPLOAD = re.compile(r"/recordings/\?client_id=")


@pytest.fixture
def alice(alice: Person) -> Person:
    """In Classic, where messages are recorded."""
    return in_classic(alice)


def in_classic(person: Person) -> Person:
    person.new_conversation()
    if person.page.locator("[data-conversation]").get_attribute("data-mode") == "live":
        person.page.get_by_role("switch", name="Live").click()
    expect(record_button(person)).to_be_visible()
    return person


def record_button(person: Person) -> Locator:
    return person.page.locator("[data-part=record]")


def field(person: Person) -> Locator:
    return person.page.get_by_role("textbox", name="Message")


def speak(person: Person, speech: str = "hello-how-are-you") -> None:
    """Into the open microphone, to its end."""
    expect(person.page.locator("[data-part=recorded]")).not_to_have_text("0:00")
    spoken = person.say(speech)
    person.wait_until(lambda: person.measure("now()") > spoken["to"] + 0.3)


def record(person: Person, speech: str = "hello-how-are-you") -> None:
    person.page.get_by_role("button", name="Record a message").click()
    speak(person, speech)
    person.page.get_by_role("button", name="Done", exact=True).click()


def prefer(person: Person, *labels: str) -> None:
    person.page.goto("/preferences/")
    for label in labels:
        person.page.get_by_label(label).check()
    expect(person.page.get_by_text("Saved", exact=True)).to_be_visible()
    person.page.goto("/")
    in_classic(person)


def expect_written(person: Person) -> None:
    """Where the engine was too busy to hear, a person presses Retry."""
    person.wait_until(lambda: "hello" in field(person).input_value().lower() or retry(person))


def retry(person: Person) -> bool:
    button = lines(person).get_by_role("button", name="Retry")
    if button.is_visible():
        button.click()
    return False  # it is not written yet


def lines(person: Person) -> Locator:
    return person.page.get_by_role("group", name="Recorded message")


def test_one_is_written_down_changed_and_sent(alice: Person) -> None:
    record(alice)
    expect_written(alice)
    field(alice).fill("Hello, and good morning")
    field(alice).press("Enter")
    alice.expect_message("user", "Hello, and good morning")
    expect(lines(alice)).to_have_count(0)
    assert alice.violations() == []


def test_one_that_is_held_ends_when_it_is_let_go(alice: Person) -> None:
    record_button(alice).hover()
    alice.page.mouse.down()
    speak(alice)
    alice.page.mouse.up()
    expect_written(alice)


def test_one_that_is_cancelled_leaves_nothing(alice: Person) -> None:
    sent: list[str] = []
    alice.page.on("request", lambda request: sent.append(request.url))
    alice.page.get_by_role("button", name="Record a message").click()
    speak(alice)
    alice.page.get_by_role("button", name="Cancel the recording").click()
    expect(alice.page.get_by_role("button", name="Record a message")).to_be_visible()
    assert (field(alice).input_value(), [url for url in sent if UPLOAD.search(url)]) == ("", [])
    assert alice.measure("hearing()") == [False]


def test_a_failed_upload_is_kept_and_tried_again_also_after_a_reload(alice: Person) -> None:
    alice.page.route(UPLOAD, lambda route: route.abort())
    record(alice)
    expect(lines(alice)).to_contain_text("cannot be reached", timeout=ANSWER_MS)
    alice.page.reload()
    expect(lines(alice)).to_contain_text("is kept")
    lines(alice).get_by_role("button", name="Retry").click()
    expect(lines(alice)).to_contain_text("cannot be reached", timeout=ANSWER_MS)
    alice.page.unroute(UPLOAD)
    lines(alice).get_by_role("button", name="Retry").click()
    expect_written(alice)
    alice.page.reload()
    expect(record_button(alice)).to_be_enabled()
    expect(lines(alice)).to_have_count(0)


def test_a_failed_transcription_is_kept_until_it_is_discarded(alice: Person) -> None:
    problem = {"code": "provider_refused", "message": "Not just now.", "retry": True}
    alice.page.route(UPLOAD, lambda route: route.fulfill(status=502, json={"error": problem}))
    record(alice)
    expect(lines(alice)).to_contain_text("Not just now.", timeout=ANSWER_MS)
    lines(alice).get_by_role("button", name="Discard the recording").click()
    expect(lines(alice)).to_have_count(0)
    alice.page.reload()
    expect(record_button(alice)).to_be_enabled()
    expect(lines(alice)).to_have_count(0)


def test_one_that_is_kept_is_heard_again_in_the_thread(alice: Person) -> None:
    prefer(alice, "Keep the sound of recordings")
    record(alice)
    expect_written(alice)
    field(alice).press("Enter")
    play = alice.messages("user").get_by_role("button", name="Play the recording")
    expect(play).to_be_visible(timeout=ANSWER_MS)
    with alice.page.expect_response(re.compile(r"/messages/.+/recording/")) as answer:
        play.click()
    assert answer.value.status == 206
    expect(alice.messages("user").locator("[data-play]")).to_have_attribute("aria-pressed", "true")
    expect(play).to_be_visible(timeout=ANSWER_MS)  # it has ended


def test_one_is_sent_at_once_for_who_prefers_it(alice: Person) -> None:
    prefer(alice, "Send recordings at once")
    record(alice)
    alice.wait_until(lambda: alice.messages("user").count() or retry(alice))
    alice.expect_message("user", "hello")
    expect(field(alice)).to_have_value("")


REFUSE = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
}"""


def test_a_microphone_that_is_refused_is_said(alice: Person) -> None:
    alice.page.evaluate(REFUSE)
    alice.page.get_by_role("button", name="Record a message").click()
    expect(alice.page.get_by_text("Allow it in the address bar").first).to_be_visible()
    expect(alice.page.get_by_role("button", name="Record a message")).to_be_visible()
