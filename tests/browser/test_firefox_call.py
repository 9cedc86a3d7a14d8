"""Speaking in Debian's Firefox: calls by both ways, with an interruption, and a recorded message."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live import ledger, logins
from tests.live.firefox import Firefox, firefox
from tests.live.parley import Parley
from tests.live.person import INSTRUMENTS, SPEECH
from tests.live.processes import wait_until

RATE = 48_000  # of the instruments: Firefox joins nothing of another rate
COMPLAINTS = """
  window.complaints = [];
  addEventListener("error", ({ message }) => complaints.push(message));
  addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
"""
CONVERSATION = 'document.querySelector("[data-conversation]").dataset.conversation'
STATE = 'document.querySelector("[data-view=call]").dataset.state'
IS_USED = 'document.querySelector("article[data-sequence]")'
FIELD = 'document.querySelector("[data-view=composer] textarea")'
WAYS = ["webrtc", "socket"]
STORED_S = 10.0


class Caller:
    """Bob, who has Firefox."""

    def __init__(self, browser: Firefox, parley: Parley) -> None:
        self.browser = browser
        self.parley = parley
        browser.prepare(COMPLAINTS + INSTRUMENTS.read_text(encoding="utf-8"))
        browser.visit(parley, logins.cookie(parley, "bob@example.com"))
        if browser.evaluate(f"async () => Boolean({IS_USED})"):
            before = self.conversation
            browser.press("New conversation")
            browser.wait_for(f"{CONVERSATION} !== '{before}'")

    @property
    def conversation(self) -> str:
        found: str = self.browser.evaluate(f"async () => {CONVERSATION}")
        return found

    def talk(self, way: str) -> None:
        self._do(f"document.documentElement.dataset.transport = '{way}'")
        self.browser.press("Talk")
        self.wait_for_state("listening")

    def say(self, speech: str) -> None:
        wav = base64.b64encode((SPEECH / f"{speech}.wav").read_bytes()).decode()
        self._do(f"instruments.say('{wav}').then(({{ to }}) => (window.spokenTo = to))")

    def wait_until_said(self) -> None:
        self.browser.wait_for("instruments.now() > spokenTo")

    def wait_for_state(self, *states: str) -> None:
        self.browser.wait_for(f"{list(states)}.includes({STATE})")

    def wait_for_sound(self, seconds: float = 0) -> None:
        long = f"instruments.log.sounds.some(({{ from, to }}) => to - from > {seconds})"
        self.browser.wait_for(long)

    def end(self) -> None:
        self.browser.press("End")
        self.wait_for_state("idle", "ended")
        assert self.browser.evaluate("async () => complaints") == []

    def _do(self, what: str) -> None:
        self.browser.evaluate(f"async () => {{ await ({what}); return null; }}")


@pytest.fixture
def bob(parley: Parley, tmp_path: Path) -> Iterator[Caller]:
    with firefox(tmp_path, RATE) as browser:
        yield Caller(browser, parley)


@pytest.mark.parametrize("way", WAYS)
def test_a_sentence_is_answered_aloud_and_stored(way: str, bob: Caller) -> None:
    bob.talk(way)
    bob.say("hello-how-are-you")
    bob.wait_for_state("speaking")
    bob.wait_for_sound()
    bob.wait_for_state("listening")
    bob.end()
    whole = [("user", "final"), ("assistant", "final")]
    wait_until(lambda: [(one["role"], one["status"]) for one in rows(bob)] == whole, STORED_S)
    assert [one["transport"] for one in ledger.sessions(bob.parley, bob.conversation)] == [way]


@pytest.mark.parametrize("way", WAYS)
def test_speaking_cuts_the_answer_off(way: str, bob: Caller) -> None:
    bob.talk(way)
    bob.say("tell-me-a-story")
    bob.wait_for_sound(seconds=1.5)
    bob.say("stop")
    bob.browser.wait_for("""document.querySelector("article[data-status=interrupted]")""")
    bob.end()
    wait_until(lambda: 0 < len(rows(bob)[1]["heard"]) < len(rows(bob)[1]["content"]), STORED_S)


def test_a_recorded_message_becomes_its_words(bob: Caller) -> None:
    bob.browser.press("Live")
    bob.browser.press("Record a message")
    bob.say("what-time-is-it-in-tokyo")
    bob.wait_until_said()
    bob.browser.press("Done")
    bob.browser.wait_for(f"{FIELD}.value.includes('tokyo')")
    bob.browser.press("Send")
    bob.browser.wait_for("""document.querySelector("article[data-role=assistant]")""")


def rows(caller: Caller) -> list[Any]:
    return ledger.messages(caller.parley, caller.conversation)
