"""A call as a person makes it: real Chromium, WebRTC, web and engine; the words come from wavs."""

from playwright.sync_api import expect

from tests.live import ledger
from tests.live.person import Person


def test_a_spoken_sentence_is_written_down_answered_aloud_and_stored(alice: Person) -> None:
    alice.talk()
    spoken = alice.say("hello-how-are-you")
    alice.expect_message("user", "hello")
    assert alice.expect_sound_after(spoken["to"])["loudest"] > 0.01
    alice.expect_message("assistant", r"\w+")
    wanted = [("user", "voice", "final"), ("assistant", "voice", "final")]
    alice.expect_stored(lambda: facts(alice, "role", "kind", "status"), wanted)


def test_two_turns_stand_in_order_and_nothing_stays_open(alice: Person) -> None:
    alice.talk()
    for sentence in ("hello-how-are-you", "my-name-is-alice"):
        alice.ask(sentence)
    alice.end_call()
    alice.expect_stored(lambda: facts(alice, "role"), [("user",), ("assistant",)] * 2)
    alice.expect_sound_rows()


def test_speaking_interrupts_the_answer_and_the_row_says_what_was_heard(alice: Person) -> None:
    alice.talk()
    asked = alice.say("tell-me-a-story")
    alice.expect_sound_after(asked["to"])
    alice.say("stop")
    alice.expect_message("assistant", r"\w+", status="interrupted")
    told = ledger.messages(alice.parley, alice.conversation)[1]
    assert told["heard_ms"] > 0
    assert len(told["heard"]) < len(told["content"])


def test_a_tool_is_called_and_its_result_is_spoken(alice: Person) -> None:
    alice.talk()
    spoken = alice.say("what-time-is-it-in-tokyo")
    alice.expect_sound_after(spoken["to"])
    alice.expect_message("assistant", r"tokyo")
    roles = [role for _, role, _ in alice.thread()]
    assert roles == ["user", "tool", "assistant"]
    expect(alice.messages("tool")).to_contain_text("get_current_time")


def test_a_written_message_is_answered_without_a_microphone(alice: Person) -> None:
    alice.write("What can you do?")
    alice.expect_message("assistant", r"\w+")
    assert alice.measure("log.streams") == 0
    assert [role for _, role, _ in alice.thread()] == ["user", "assistant"]


def test_writing_during_a_call_is_one_more_turn_of_it(alice: Person) -> None:
    alice.talk()
    alice.ask("hello-how-are-you")
    alice.write("What time is it in Paris?")
    alice.expect_message("assistant", "paris")
    assert alice.measure("log.opened") == 1
    alice.expect_stored(lambda: facts(alice, "kind")[:3], [("voice",), ("voice",), ("text",)])


def test_a_double_click_on_talk_makes_one_session_and_one_connection(alice: Person) -> None:
    alice.page.get_by_role("button", name="Talk", exact=True).dblclick()
    alice.wait_for_state("listening")
    alice.ask("hello-how-are-you")
    assert len(ledger.sessions(alice.parley, alice.conversation)) == 1
    assert alice.measure("log.opened") == 1


def test_what_was_said_before_is_known_in_the_next_call(alice: Person) -> None:
    alice.write("My name is Alice.")
    alice.expect_message("assistant", "alice")
    alice.end_call()
    alice.talk()
    alice.ask("what-is-my-name")
    expect(alice.messages("assistant").last).to_contain_text("Alice")


def facts(person: Person, *names: str) -> list[tuple[object, ...]]:
    """Of each message that is stored."""
    rows = ledger.messages(person.parley, person.conversation)
    return [tuple(row[name] for name in names) for row in rows]
