"""A call as a person makes it: real Chromium, WebRTC, web and engine; the words come from wavs."""

from tests.live import ledger
from tests.live.person import Person


def test_a_spoken_sentence_is_written_down_answered_aloud_and_stored(alice: Person) -> None:
    alice.talk()
    spoken = alice.say("hello-how-are-you")
    alice.expect_message("user", "hello")
    assert alice.expect_sound_after(spoken["to"])["loudest"] > 0.05
    alice.expect_message("assistant", r"\w+")
    alice.end_call()
    rows = ledger.messages(alice.parley, alice.conversation)
    assert [(row["role"], row["kind"], row["status"]) for row in rows] == [
        ("user", "voice", "final"),
        ("assistant", "voice", "final"),
    ]
    assert ledger.faults(alice.parley, alice.conversation) == []
