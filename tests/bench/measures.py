"""The three figures of a voice loop, each taken inside the page."""

from playwright.sync_api import Browser

from tests.live.parley import Parley
from tests.live.person import Person

EMAIL = "alice@example.com"


def click_to_connected(browser: Browser, parley: Parley, times: int) -> list[float]:
    """Milliseconds from the click on Talk to the open data channel, in one browser after another call."""
    person = _arrive(browser, parley)
    found = []
    for _ in range(times):
        person.talk()
        found.append(float(person.measure("sinceClick()")))
        person.end_call()
    person.leave()
    return found


def speech_to_answer(browser: Browser, parley: Parley, times: int) -> list[float]:
    """Milliseconds from the last sound of the person to the first one of the assistant."""
    person = _arrive(browser, parley)
    person.talk()
    found = []
    for _ in range(times):
        spoken = person.say("my-name-is-alice")
        found.append((person.expect_sound_after(spoken["to"])["from"] - spoken["to"]) * 1000)
        person.wait_for_state("listening")
    person.leave()
    return found


def interruption_to_silence(browser: Browser, parley: Parley, times: int) -> list[float]:
    """Milliseconds from the person's first sound to the assistant's last one."""
    person = _arrive(browser, parley)
    person.talk()
    found = []
    for _ in range(times):
        asked = person.say("tell-me-a-story")
        person.expect_sound_after(asked["to"])
        person.page.wait_for_timeout(1_000)  # well into the story
        spoken = person.say("stop")
        person.expect_message("assistant", r"\w+", status="interrupted")
        person.wait_for_state("listening")
        told = [sound for sound in person.sounds() if sound["from"] < spoken["from"]][-1]
        found.append((told["to"] - spoken["from"]) * 1000)
    person.leave()
    return found


def _arrive(browser: Browser, parley: Parley) -> Person:
    person = Person(browser, parley, EMAIL)
    person.new_conversation()
    return person
