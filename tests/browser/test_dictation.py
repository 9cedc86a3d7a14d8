"""Dictation in a real browser: what is said stands in the text field, and nothing of it is lost."""

import pytest
from playwright.sync_api import expect

from tests.live.dictating import Dictating

pytestmark = pytest.mark.usefixtures("first_preferences")


def test_two_sentences_go_into_the_middle_of_a_draft(ann: Dictating) -> None:
    ann.write("Before. After.", caret=7)
    ann.begin()
    ann.say("what-can-you-do")
    ann.reads("Before. what can you do After.")
    ann.say("hello-how-are-you")
    ann.reads("Before. what can you do hello how are you After.")
    ann.end()
    ann.person.page.reload()
    ann.reads("Before. what can you do hello how are you After.")
    assert ann.person.thread() == []
    assert ann.person.violations() == []


def test_words_appear_while_they_are_spoken(ann: Dictating) -> None:
    ann.begin()
    ann.watch()
    # An engine without a processor to itself knows some of them no sooner than at the end.
    assert any(_grows(ann) for _ in range(6))


def _grows(ann: Dictating) -> bool:
    ann.write("", caret=0)
    ann.say("what-time-is-it-in-tokyo")
    ann.reads("what time is it in tokyo")
    return ann.grew()


def test_a_phrase_sends_the_message_and_is_no_part_of_it(ann: Dictating) -> None:
    ann.write("Tell me: ", caret=9)
    ann.begin()
    ann.say("dictation/send-message")
    message = ann.person.expect_message("user", "Tell me: what can you do")
    assert "send message" not in message.inner_text()
    ann.reads("")
    ann.say("tell-me-a-story")
    ann.reads("tell me a story")
    ann.end()
    expect(ann.person.messages("user")).to_have_count(1)


def test_a_phrase_clears_the_field_and_undo_brings_it_back(ann: Dictating) -> None:
    ann.write("Dear Bob, ", caret=10)
    ann.begin()
    ann.say("what-can-you-do")
    ann.reads("Dear Bob, what can you do")
    ann.say("dictation/clear-message")
    ann.reads("")
    ann.person.page.get_by_role("button", name="Undo").click()
    ann.reads("Dear Bob, what can you do")
    ann.end()


def test_a_connection_cut_in_mid_utterance_loses_nothing(ann: Dictating) -> None:
    ann.begin()
    ann.say("hello-how-are-you")
    ann.reads("hello how are you")
    ann.cut_while_saying("tell-me-a-story")
    ann.say("what-can-you-do")
    ann.reads("hello how are you tell me a story what can you do")
    assert len(ann.sockets()) == 2
    ann.end()


def test_when_it_cannot_be_reached_the_text_stays_and_retry_writes_the_rest(ann: Dictating) -> None:
    ann.begin()
    ann.say("hello-how-are-you")
    ann.reads("hello how are you")
    ann.unreachable(on=True)
    ann.cut_while_saying("tell-me-a-story")
    ann.becomes("error")
    ann.reads("hello how are you")
    assert not any(ann.person.measure("hearing()"))
    ann.unreachable(on=False)
    ann.person.page.get_by_role("button", name="Retry").click()
    ann.reads("hello how are you tell me a story")


def test_another_language_holds_at_once_and_is_kept(ann: Dictating) -> None:
    ann.begin()
    ann.person.page.get_by_label("Language of dictation").select_option("en")
    ann.person.wait_until(lambda: len(ann.sockets()) == 2)
    ann.becomes("listening")
    assert ann.sessions()[-1]["audio"]["input"]["transcription"]["language"] == "en"
    ann.say("what-can-you-do")
    ann.reads("what can you do")
    ann.end()
    ann.person.page.reload()
    expect(ann.person.page.locator("[data-part=dictation-language]")).to_have_value("en")


def test_a_microphone_that_is_denied_is_said_so(ann: Dictating) -> None:
    ann.deny()
    ann.button.click()
    ann.becomes("denied")
    expect(ann.line).to_contain_text("Microphone denied")
    expect(ann.line).to_contain_text("Allow it in the address bar")
    expect(ann.button).to_have_attribute("aria-pressed", "false")


def test_one_tab_at_a_time_dictates(ann: Dictating) -> None:
    ann.begin()
    other = ann.in_another_tab()
    other.begin()
    ann.becomes("ready")
    expect(ann.person.page.get_by_text("Dictation goes on in another tab.")).to_be_visible()
    assert not any(ann.person.measure("hearing()"))
    other.say("what-can-you-do")
    other.reads("what can you do")
    ann.reads("")


@pytest.mark.parametrize("how", ["switch", "leave", "log out", "another page"])
def test_the_microphone_is_given_back_at_once(ann: Dictating, how: str) -> None:
    ann.begin()
    ann.note_release()
    ann.goes(how)
    assert ann.released_after_ms() <= 200
