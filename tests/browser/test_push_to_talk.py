"""Holding to talk: with a token or by the server, by key and by button, and never while one writes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.live import ledger
from tests.live.parley import Parley, running
from tests.live.person import Person

pytestmark = pytest.mark.usefixtures("first_preferences")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parley]:
    """The server posts the offers, and hears the calls."""
    folder = tmp_path_factory.mktemp("serving") / "var"
    with running(folder, CALL_SETUP="server", SESSION_STARTS_PER_MINUTE="1000") as copy:
        yield copy


@pytest.fixture(params=["token", "server"])
def ann(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Person]:
    parley = request.getfixturevalue("parley" if request.param == "token" else "serving")
    one = Person(browser, parley, "alice@example.com")
    one.new_conversation()
    yield one
    one.leave()


def choose_push_to_talk(person: Person, *, on: bool = True) -> None:
    """By the menu beside the microphone, in the call."""
    person.call.get_by_role("button", name="Microphone and loudspeaker").click()
    choice = person.page.get_by_role("switch", name="Push to talk")
    choice.set_checked(on)
    word = "Hold to talk" if on else "Listening…"
    expect(person.call.locator("[data-part=word]")).to_have_text(word)
    person.page.keyboard.press("Escape")
    person.page.get_by_role("log").click()


def say_holding(person: Person, speech: str, key: str = "Space") -> dict[str, float]:
    person.page.keyboard.down(key)
    expect(person.call.get_by_role("button", name="Hold to talk")).to_have_attribute(
        "aria-pressed", "true"
    )
    told = person.say(speech)
    person.wait_until(lambda: person.measure("now()") > told["to"])
    person.page.keyboard.up(key)
    return told


def test_what_is_said_while_one_holds_is_answered_when_one_lets_go(ann: Person) -> None:
    ann.talk()
    choose_push_to_talk(ann)
    told = say_holding(ann, "what-time-is-it-in-tokyo")
    ann.expect_sound_after(told["to"])
    ann.expect_message("assistant", "tokyo")
    assert [role for _, role, _ in ann.thread()] == ["user", "tool", "assistant"]
    assert ledger.faults(ann.parley, ann.conversation) == []


def test_without_holding_nobody_is_heard_and_pauses_end_no_turn(ann: Person) -> None:
    ann.talk()
    choose_push_to_talk(ann)
    told = ann.say("hello-how-are-you")
    ann.wait_until(lambda: ann.measure("now()") > told["to"] + 1)
    told = say_holding(ann, "what-time-is-it-in-tokyo")
    ann.expect_sound_after(told["to"])
    expect(ann.messages("user")).to_have_count(1)


def test_pauses_end_turns_again_when_it_is_switched_back(ann: Person) -> None:
    ann.talk()
    choose_push_to_talk(ann)
    choose_push_to_talk(ann, on=False)
    ann.ask("hello-how-are-you")
    assert "changed from outside" not in ann.page.get_by_role("log").inner_text()


def test_holding_interrupts_what_it_says(alice: Person) -> None:
    alice.talk()
    choose_push_to_talk(alice)
    told = say_holding(alice, "tell-me-a-story")
    alice.expect_sound_after(told["to"])
    told = say_holding(alice, "hello-how-are-you")
    alice.expect_message("assistant", r"\w+", status="interrupted")
    alice.expect_sound_after(told["to"])


def test_the_button_is_held_like_the_key(alice: Person) -> None:
    alice.talk()
    choose_push_to_talk(alice)
    alice.call.get_by_role("button", name="Hold to talk").hover()
    alice.page.mouse.down()
    expect(alice.call).to_have_attribute("data-muted", "false")
    told = alice.say("hello-how-are-you")
    alice.wait_until(lambda: alice.measure("now()") > told["to"])
    alice.page.mouse.up()
    alice.expect_sound_after(told["to"])


def test_a_key_that_is_only_touched_says_so_and_sends_nothing(alice: Person) -> None:
    alice.talk()
    choose_push_to_talk(alice)
    alice.page.keyboard.press("Space")
    expect(alice.page.get_by_text(re.compile("too short"))).to_be_visible()
    assert "input_audio_buffer.commit" not in [one["type"] for one in alice.measure("log.sent")]
    alice.end_call()


def test_a_space_is_a_space_while_one_writes(alice: Person) -> None:
    alice.talk()
    choose_push_to_talk(alice)
    field = alice.page.get_by_role("textbox", name="Message")
    field.press_sequentially("a b")
    expect(field).to_have_value("a b")
    assert not any(alice.page.evaluate("() => instruments.hearing()"))
    alice.end_call()


def test_the_key_and_the_mode_are_preferences(alice: Person) -> None:
    conversation = alice.conversation
    alice.page.goto("/preferences/")
    alice.page.locator("[data-preferences]").get_by_label("Push to talk").check()
    expect(alice.page.get_by_text("Saved", exact=True)).to_be_visible()
    with alice.page.expect_response("**/preferences/"):
        alice.page.get_by_role("radio", name="F4").check()
    alice.open(conversation)
    expect(alice.page.locator("html")).to_have_attribute("data-talk-key", "F4")
    alice.talk()
    told = say_holding(alice, "hello-how-are-you", key="F4")
    alice.expect_sound_after(told["to"])


def test_a_focused_button_keeps_its_space(alice: Person) -> None:
    alice.talk()
    choose_push_to_talk(alice)
    alice.page.keyboard.press("Tab")
    alice.call.get_by_role("button", name="End", exact=True).focus()
    alice.page.keyboard.press("Space")
    alice.wait_for_state("idle", "ended")
