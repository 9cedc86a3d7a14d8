"""Dictation beside what else goes on: a call, the keyboard, another conversation."""

import pytest
from playwright.sync_api import expect

from tests.live.dictating import Dictating

pytestmark = pytest.mark.usefixtures("first_preferences")


def test_the_call_does_not_hear_what_is_dictated(ann: Dictating) -> None:
    ann.person.talk()
    ann.begin()
    expect(ann.line).to_contain_text("The call does not hear you meanwhile.")
    expect(ann.person.call).to_have_attribute("data-muted", "true")
    ann.say("what-can-you-do")
    ann.reads("what can you do")
    ann.end()
    expect(ann.person.call).to_have_attribute("data-muted", "false")
    assert ann.person.thread() == []
    ann.person.end_call()


def test_unmuting_the_call_ends_the_dictation(ann: Dictating) -> None:
    ann.person.talk()
    ann.begin()
    ann.person.call.get_by_role("button", name="Mute").click()
    ann.becomes("ready")
    ann.person.end_call()


def test_keys_begin_and_end_it(ann: Dictating) -> None:
    ann.field.press("Control+Shift+D")
    ann.becomes("listening")
    ann.field.press("Escape")
    ann.becomes("ready")
    ann.person.page.get_by_role("log").click()
    ann.person.page.keyboard.press("d")
    ann.becomes("listening")
    ann.end()


def test_what_was_said_stays_with_the_conversation_in_which_it_was_said(ann: Dictating) -> None:
    first = ann.person.conversation
    ann.person.write("Hello")
    ann.begin()
    ann.say("what-can-you-do")
    ann.person.new_conversation()
    ann.reads("")
    ann.person.wait_until(lambda: ann.draft(first) == "what can you do")
