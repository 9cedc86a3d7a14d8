"""Once through Chromium's own device code, which the injected microphone leaves out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.live.browser import launched
from tests.live.parley import Parley
from tests.live.person import SPEECH, Person

# Played once, from the moment when the page opens the microphone.
SENTENCE = SPEECH / "hello-how-are-you.wav"


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    assert SENTENCE.exists()  # a missing file would be silence, without a word
    flag = f"--use-file-for-fake-audio-capture={SENTENCE}%noloop"
    with launched(playwright, flag) as started:
        yield started


def test_a_sentence_from_the_device_is_answered_aloud(chromium: Browser, parley: Parley) -> None:
    person = Person(chromium, parley, own_microphone=True, email="alice@example.com")
    person.new_conversation()
    person.press_talk()
    person.expect_message("user", r"\w+")
    assert person.expect_sound_after(0)["loudest"] > 0.01
    person.leave()
