"""Which way dictated sound goes, what of it is sent, and what it cost."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PLENTY, People
from tests.live.dictating import Dictating
from tests.live.parley import running
from tests.live.person import Person

pytestmark = pytest.mark.usefixtures("first_preferences")


def test_silence_and_noise_are_no_text_and_are_not_even_sent(ann: Dictating) -> None:
    ann.begin()
    ann.hiss(seconds=2)
    ann.say("what-can-you-do")
    ann.reads("what can you do")
    assert ann.sent("input_audio_buffer.commit") == 1
    ann.end()


def test_it_is_a_session_with_its_usage(ann: Dictating) -> None:
    ann.begin()
    ann.say("what-can-you-do")
    ann.reads("what can you do")
    ann.end()
    ann.person.expect_stored(lambda: ann.row()["end_reason"], "ended")
    assert json.loads(ann.row()["usage"])["seconds"] > 1


def test_a_network_without_the_straight_way_goes_through_the_server(ann: Dictating) -> None:
    ann.block_the_straight_way()
    ann.begin()
    ann.say("what-can-you-do")
    ann.reads("what can you do")
    ann.end()
    assert "/ws/dictation/" in ann.sockets()[-1]


def test_people_each_have_their_own(person: People) -> None:
    for email in ("alice@example.com", "bob@example.com"):
        one = Dictating(person(email))
        one.begin()
        one.end()
        assert one.person.violations() == []


def test_no_token_where_the_server_carries_it(browser: Browser, tmp_path: Path) -> None:
    model = {"CALL_SETUP": "server", "DICTATION_MODEL": "gpt-transcribe"}
    with running(tmp_path / "var", **PLENTY, **model) as serving:
        ann = Dictating(Person(browser, serving, "alice@example.com"))
        ann.begin()
        ann.say("what-can-you-do")
        ann.reads("what can you do")
        ann.say("hello-how-are-you")
        ann.reads("what can you do hello how are you")
        ann.end()
        assert (ann.tokens, len(ann.sockets())) == ([], 1)
        ann.person.leave()
