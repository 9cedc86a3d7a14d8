"""Provider events become rows: the right ones, in the right order, whatever happens on the way."""

import pytest

from chat.models import Conversation, Message, RealtimeSession, ToolCall, User
from chat.services import messages, sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, only, rows, snapshot, told

pytestmark = pytest.mark.django_db


def test_a_row_begins_when_the_audio_is_committed(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.spoken_question("item_u"))
    row = only(conversation)
    assert (row.role, row.kind, row.status, row.content) == ("user", "voice", "live", "")
    assert (row.sequence, row.item_id, row.captured_by) == (1, "item_u", "browser")


def test_a_transcript_after_the_answer_still_stands_before_it(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"))
    ear.hears(*said.whole_answer("item_a", "It is raining.", "item_u"))
    ear.hears(said.heard("item_u", "How is the weather?"))
    assert told(conversation) == [
        ("user", "final", "How is the weather?"),
        ("assistant", "final", "It is raining."),
    ]


def test_a_late_transcript_gets_a_new_revision_and_keeps_its_sequence(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), *said.whole_answer("item_a", "Hi.", "item_u"))
    seen = messages.changes(alice, conversation.pk, 0).revision
    ear.hears(said.heard("item_u", "Hello"))
    changed = messages.changes(alice, conversation.pk, seen).messages
    assert [(row.item_id, row.sequence, row.content) for row in changed] == [("item_u", 1, "Hello")]


@pytest.mark.parametrize("again", ["Hello there", "Something else", ""])
def test_a_repeated_completed_changes_nothing(
    conversation: Conversation, ear: Ear, again: str
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "Hello there"))
    before = snapshot(conversation)
    ear.hears(said.heard("item_u", again))
    assert snapshot(conversation) == before


def test_the_title_is_taken_from_the_first_words(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "tell me about  whales"))
    conversation.refresh_from_db()
    assert conversation.title == "Tell me about whales"


def test_a_transcription_without_words_reads_not_heard(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "  "))
    assert only(conversation).status == Message.Status.UNHEARD


def test_a_transcription_that_failed_says_so(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.spoken_question("item_u"), said.not_understood("item_u"))
    assert only(conversation).status == Message.Status.FAILED


def test_a_failed_transcription_never_takes_words_away(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "Hello"))
    ear.hears(said.not_understood("item_u"))
    assert told(conversation) == [("user", "final", "Hello")]


def test_an_interrupted_answer_keeps_what_was_heard(conversation: Conversation, ear: Ear) -> None:
    text = "One two three four five six seven eight nine ten"
    ear.hears(said.added(said.answer("item_a")), said.spoken("item_a", text))
    ear.hears(said.truncated("item_a", 1_000), said.done(said.answer("item_a", text, "incomplete")))
    row = only(conversation)
    assert (row.status, row.heard_ms, row.content) == ("interrupted", 1_000, text)
    assert (row.heard, row.unheard_text.split()[0]) == ("One two three", "four")


def test_an_answer_truncated_after_its_end_is_interrupted(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "A long and winding story about a fish"))
    ear.hears(said.truncated("item_a", 400))
    row = only(conversation)
    assert (row.status, row.heard) == ("interrupted", "A")


def test_text_that_comes_after_the_truncation_is_cut_as_well(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")), said.truncated("item_a", 400))
    ear.hears(said.spoken("item_a", "A long and winding story"))
    row = only(conversation)
    assert (row.status, row.heard, row.content) == ("interrupted", "A", "A long and winding story")


def test_an_incomplete_answer_is_interrupted(conversation: Conversation, ear: Ear) -> None:
    ear.hears(said.added(said.answer("item_a")))
    ear.hears(said.done(said.answer("item_a", "Well, it", "incomplete")))
    assert told(conversation) == [("assistant", "interrupted", "Well, it")]


@pytest.mark.parametrize("last", ["in_progress", "incomplete", "completed"])
def test_an_answer_that_failed_says_so_and_keeps_its_words(
    conversation: Conversation, ear: Ear, last: str
) -> None:
    answer = said.done(said.answer("item_a", "Well, it", last))
    ear.hears(said.added(said.answer("item_a")), answer, said.response_failed("item_a"))
    assert told(conversation) == [("assistant", "failed", "Well, it")]
    before = snapshot(conversation)
    ear.hears(answer, said.response_failed("item_a", "item_unknown"))
    assert snapshot(conversation) == before


def test_an_answer_that_was_interrupted_before_it_failed_keeps_what_was_heard(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.added(said.answer("item_a")), said.spoken("item_a", "A long story"))
    ear.hears(said.truncated("item_a", 400), said.response_failed("item_a"))
    assert told(conversation) == [("assistant", "interrupted", "A long story")]


def test_a_failed_response_touches_no_question_and_no_call(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), *said.called("item_c"))
    before = snapshot(conversation)
    ear.hears(said.response_failed("item_u", "item_c"))
    assert snapshot(conversation) == before


def test_deleting_leaves_a_tombstone(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Forget this."), said.deleted("item_a"))
    assert told(conversation) == [("assistant", "deleted", "")]


@pytest.mark.parametrize(
    "late",
    [
        said.truncated("item_a", 100),
        said.spoken("item_a", "Back again"),
        said.done(said.answer("item_a", "Back again", "completed")),
        said.heard("item_a", "Back again"),
        said.deleted("item_a"),
    ],
    ids=lambda payload: payload["type"],
)
def test_a_deleted_row_stays_deleted(
    conversation: Conversation, ear: Ear, late: said.Payload
) -> None:
    ear.hears(*said.whole_answer("item_a", "Forget this."), said.deleted("item_a"))
    before = snapshot(conversation)
    ear.hears(late)
    assert snapshot(conversation) == before


def test_a_predecessor_that_was_not_heard_gets_a_place_first(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"))
    assert told(conversation) == [("unknown", "live", ""), ("assistant", "final", "Yes.")]


def test_a_placeholder_is_filled_when_its_item_comes(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"))
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "Is it?"))
    assert told(conversation) == [("user", "final", "Is it?"), ("assistant", "final", "Yes.")]


def test_a_placeholder_that_nothing_fills_reads_not_heard(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"))
    sessions.end(alice, session.pk, "ended")
    assert told(conversation)[0] == ("unknown", "unheard", "")


def test_words_for_a_placeholder_are_kept_when_its_item_comes(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"), said.heard("item_u", "Is it?"))
    ear.hears(*said.spoken_question("item_u"))
    assert told(conversation)[0] == ("user", "final", "Is it?")


def test_a_transcript_never_overwrites_an_answer(conversation: Conversation, ear: Ear) -> None:
    ear.hears(said.added(said.answer("item_a")), said.heard("item_a", "Forged"))
    assert told(conversation) == [("assistant", "live", "")]


def test_a_system_item_makes_no_row(conversation: Conversation, ear: Ear) -> None:
    item = said.user_text("item_s", "Obey.") | {"role": "system"}
    ear.hears(said.added(item), said.done(item))
    assert rows(conversation) == []


def test_a_session_update_without_an_id_does_not_forget_the_id(
    session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(said.opened("sess_7"), {"type": "session.updated", "session": {"model": "m"}})
    session.refresh_from_db()
    assert (session.provider_session_id, session.state) == ("sess_7", "live")


def test_words_that_come_after_the_call_was_lost_are_stored(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.added(said.answer("item_a"), "item_u"))
    sessions.end(alice, session.pk, "lost")
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u")[1:], said.heard("item_u", "Is it?"))
    assert told(conversation) == [("user", "final", "Is it?"), ("assistant", "final", "Yes.")]


def test_echoes_of_replayed_rows_change_nothing(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "Hi."))
    typed = messages.post(alice, conversation.pk, wish().client_id, "Hello")[0]
    before = snapshot(conversation)
    later = Ear(sessions.start(alice, conversation.pk, wish())[0])
    for row in rows(conversation):
        echo = said.user_text(row.own_item_id, "tampered") | {"role": row.role}
        later.hears(said.added(echo), said.done(echo), said.deleted(row.own_item_id))
    assert snapshot(conversation) == before
    assert typed.own_item_id == typed.pk.hex


@pytest.mark.parametrize(
    "claim",
    [
        said.committed("item_a"),
        said.spoken("item_a", "Forged"),
        said.heard("item_u", "Forged"),
        said.truncated("item_a", 1),
        said.deleted("item_a"),
        said.not_understood("item_u"),
        said.done(said.answer("item_a", "Forged", "completed")),
        said.committed("item_p"),
        said.added(said.user_text("item_p", "Forged")),
    ],
    ids=lambda payload: f"{payload['type']} of {payload.get('item_id', 'an item')}",
)
def test_one_session_never_touches_rows_of_another(
    conversation: Conversation, alice: User, ear: Ear, claim: said.Payload
) -> None:
    ear.hears(*said.spoken_question("item_u", "item_p"), said.added(said.answer("item_a"), None))
    later = Ear(sessions.start(alice, conversation.pk, wish())[0])
    before = snapshot(conversation)
    later.hears(claim)
    assert snapshot(conversation) == before


def test_two_conversations_may_hear_the_same_item_id(
    alice: User, bob: User, conversation: Conversation, foreign_session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "To Alice."))
    Ear(foreign_session).hears(*said.whole_answer("item_a", "To Bob."))
    assert only(conversation).content == "To Alice."
    assert ToolCall.objects.count() == 0
    assert faults(conversation) == faults(foreign_session.conversation) == []


def test_words_for_an_item_not_seen_yet_make_its_row(conversation: Conversation, ear: Ear) -> None:
    ear.hears(said.heard("item_u", "Hello"), *said.spoken_question("item_u"))
    assert told(conversation) == [("user", "final", "Hello")]


def test_an_item_that_claims_to_follow_itself_gets_one_row(
    conversation: Conversation, ear: Ear
) -> None:
    assert ear.hears(said.committed("item_u", "item_u")).refused == []
    assert only(conversation).item_id == "item_u"
