"""Answers read aloud: heard, stopped, followed while they grow, and silent for who speaks."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.test_classic import in_classic
from tests.live.person import ANSWER_MS, Person
from tests.live.seed import seeded

pytestmark = pytest.mark.usefixtures("first_preferences")

ANSWER = {
    "role": "assistant",
    "kind": "text",
    "status": "final",
    "content": "## Trains\n\nThe **first** one leaves at nine. See [the list](https://example.org).\n\n"
    "```python\nprint('never said')\n```\n\nThe last one leaves at ten in the evening.",
}
SAID = ["Trains.", "The first one leaves at nine.", "See the list.", "The code is left out here."]
NO_SPEECH = {"error": {"code": "no_speech", "message": "No voice.", "retry": False}}
# A browser's own voice that says nothing and remembers what it was given.
OWN_VOICE = """
window.given = [];
const say = (utterance) => {
  window.given.push(utterance.text);
  setTimeout(() => utterance.onend(), 20);
};
Object.defineProperty(window, "speechSynthesis", { value: { speak: say, cancel: () => {} } });
"""


@pytest.fixture
def reader(alice: Person) -> Person:
    """Alice, at an answer of five sentences."""
    answers = {"title": "Trains", "messages": [dict(ANSWER)]}
    alice.open(seeded(alice.parley, "alice@example.com", answers)[0])
    return alice


def button(person: Person) -> Locator:
    return person.messages("assistant").last.locator("[data-read]")


def expect_reading(person: Person, *, on: bool) -> None:
    pressed = "true" if on else "false"
    expect(button(person)).to_have_attribute("aria-pressed", pressed, timeout=ANSWER_MS)


def test_an_answer_is_heard_to_its_end(reader: Person) -> None:
    begun: float = reader.measure("now()")
    button(reader).click()
    assert reader.expect_sound_after(begun)["loudest"] > 0.01
    expect(button(reader)).to_have_accessible_name("Stop reading")
    expect_reading(reader, on=False)
    heard = reader.sounds_after(begun)
    assert heard[-1]["to"] - heard[0]["from"] > 3  # seconds: more than a sentence
    assert reader.violations() == []


def test_stop_is_silent(reader: Person) -> None:
    begun: float = reader.measure("now()")
    button(reader).click()
    reader.expect_sound_after(begun)
    button(reader).click()
    expect_reading(reader, on=False)
    stopped: float = reader.measure("now()")
    reader.page.wait_for_timeout(1_000)
    assert reader.sounds_after(stopped + 0.3) == []


def test_who_starts_to_talk_is_not_read_to(reader: Person) -> None:
    button(reader).click()
    expect_reading(reader, on=True)
    reader.press_talk()
    expect_reading(reader, on=False)
    reader.end_call()


def test_who_goes_to_another_page_is_not_read_to(reader: Person) -> None:
    begun: float = reader.measure("now()")
    button(reader).click()
    reader.expect_sound_after(begun)
    reader.page.get_by_role("button", name="New conversation").first.click()
    expect(reader.page.locator("[data-read]")).to_have_count(0)
    left: float = reader.measure("now()")
    reader.page.wait_for_timeout(1_000)
    assert reader.sounds_after(left + 0.3) == []


def test_where_the_provider_has_no_voice_the_browser_reads_and_the_page_says_so(
    reader: Person,
) -> None:
    def refuse(route: Route) -> None:
        asked: Any = route.request.post_data_json
        is_sound = asked["kind"] == "sound"
        route.fulfill(status=502, json=NO_SPEECH) if is_sound else route.continue_()

    reader.context.add_init_script(OWN_VOICE)
    reader.page.reload()
    reader.page.route("**/speech/", refuse)
    button(reader).click()
    expect(reader.page.get_by_text("Your browser's own voice reads instead.")).to_be_visible()
    expect_reading(reader, on=False)
    given: list[str] = reader.page.evaluate("() => window.given")
    assert given == [*SAID, "The last one leaves at ten in the evening."]


def test_an_answer_is_read_by_itself_for_who_prefers_it(alice: Person) -> None:
    alice.page.goto("/preferences/")
    alice.page.get_by_label("Read answers aloud").check()
    expect(alice.page.get_by_text("Saved", exact=True)).to_be_visible()
    alice.page.goto("/")
    alice.new_conversation()
    in_classic(alice)
    begun: float = alice.measure("now()")
    alice.write("What can you do?")
    assert alice.expect_sound_after(begun)["loudest"] > 0.01
    expect_reading(alice, on=False)
