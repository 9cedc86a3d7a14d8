"""A call that goes by the server's own socket: what a call over WebRTC is, it is as well."""

import pytest
from playwright.sync_api import expect

from tests.browser.by_socket import prefer, transports, truncations
from tests.browser.conftest import People
from tests.browser.test_call import facts
from tests.live import ledger
from tests.live.person import Person

# So well must the ear of the tests and the truncation agree; a busy machine hears in coarse steps.
HEARD_WITHIN_MS = 500


@pytest.fixture
def ann(person: People, first_preferences: None) -> Person:
    """Her calls go through the server, because she wants it so."""
    one = person("alice@example.com")
    prefer(one, "Through the server")
    one.new_conversation()
    return one


def test_a_sentence_is_written_down_answered_aloud_and_stored(ann: Person) -> None:
    ann.talk()
    spoken = ann.say("hello-how-are-you")
    ann.expect_message("user", "hello")
    assert ann.expect_sound_after(spoken["to"])["loudest"] > 0.01
    ann.wait_for_state("listening")
    ann.end_call()
    wanted = [("user", "voice", "final", "server"), ("assistant", "voice", "final", "server")]
    ann.expect_stored(lambda: facts(ann, "role", "kind", "status", "captured_by"), wanted)
    assert transports(ann) == ["socket"]
    ann.expect_sound_rows()


def test_two_turns_stand_in_order_and_what_was_said_is_known(ann: Person) -> None:
    ann.talk()
    for sentence in ("my-name-is-alice", "what-is-my-name"):
        ann.ask(sentence)
    ann.expect_message("assistant", "alice")
    ann.end_call()
    ann.expect_stored(lambda: facts(ann, "role"), [("user",), ("assistant",)] * 2)
    ann.expect_sound_rows()


def test_speaking_interrupts_the_answer_where_it_was_heard_to(ann: Person) -> None:
    ann.talk()
    asked = ann.say("tell-me-a-story")
    ann.expect_sound_after(asked["to"])
    ann.say("stop")
    ann.expect_message("assistant", r"\w+", status="interrupted")
    (cut,) = truncations(ann)
    assert cut["ms"] == pytest.approx(heard_ms(ann, asked["to"], cut["at"]), abs=HEARD_WITHIN_MS)
    told = ledger.messages(ann.parley, ann.conversation)[1]
    assert told["heard_ms"] == cut["ms"]
    assert len(told["heard"]) < len(told["content"])


def heard_ms(person: Person, after: float, before: float) -> float:
    """How long the answer was heard, from its first sound to its last."""
    heard = [one for one in person.sounds_after(after) if one["from"] < before]
    return (heard[-1]["to"] - heard[0]["from"]) * 1000


def test_a_knock_holds_the_answer_for_a_moment_and_it_goes_on(ann: Person) -> None:
    ann.talk()
    asked = ann.say("tell-me-a-story")
    ann.expect_sound_after(asked["to"])
    over = ann.measure("knock(0.16)")
    ann.expect_sound_after(over)
    ann.wait_for_state("speaking")
    assert truncations(ann) == []


def test_a_tool_is_called_and_its_result_is_spoken(ann: Person) -> None:
    ann.talk()
    spoken = ann.say("what-time-is-it-in-tokyo")
    ann.expect_sound_after(spoken["to"])
    ann.expect_message("assistant", r"tokyo")
    assert [role for _, role, _ in ann.thread()] == ["user", "tool", "assistant"]
    expect(ann.messages("tool")).to_contain_text("get_current_time")


def test_writing_during_a_call_is_one_more_turn_of_it(ann: Person) -> None:
    ann.talk()
    ann.ask("hello-how-are-you")
    ann.write("What time is it in Paris?")
    ann.expect_message("assistant", "paris")
    assert ann.measure("log.opened") == 1
    ann.expect_stored(lambda: facts(ann, "kind")[:3], [("voice",), ("voice",), ("text",)])


def test_a_written_message_is_answered_without_a_microphone(ann: Person) -> None:
    ann.write("What can you do?")
    ann.expect_message("assistant", r"\w+")
    assert (ann.measure("log.streams"), ann.measure("log.sentBytes")) == (0, 0)
    assert transports(ann) == ["socket"]


def test_a_reload_takes_the_call_up_again_without_asking(ann: Person) -> None:
    ann.talk()
    ann.ask("hello-how-are-you")
    before = ann.thread()
    ann.page.reload()
    ann.wait_for_state("listening")
    assert ann.thread()[: len(before)] == before
    ann.ask("my-name-is-alice")
    assert len(ann.thread()) == len(before) + 2
    assert transports(ann) == ["socket", "socket"]
    ann.expect_sound_rows()


def test_another_page_and_back_leaves_the_call_on(ann: Person) -> None:
    ann.talk()
    ann.ask("hello-how-are-you")
    home = ann.conversation
    ann.page.get_by_role("button", name="New conversation").click()
    expect(ann.call).to_contain_text("In call:")
    spoken = ann.say("what-can-you-do")
    ann.expect_sound_after(spoken["to"])
    ann.page.get_by_role("link", name="In call:").click()
    ann.expect_message("user", "what can you do")
    assert (ann.conversation, ann.measure("log.opened")) == (home, 1)
