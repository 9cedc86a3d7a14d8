"""Numbers: what was stored is acknowledged, a gap is asked for, and no event stops those after it."""

from uuid import uuid4

import pytest

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.realtime import hearing
from chat.services import sessions, thread
from tests.chat import said
from tests.chat.ear import Ear, faults, only, rows, snapshot, told

pytestmark = pytest.mark.django_db

BAD = {"type": "conversation.item.added", "item": {"id": "<script>"}}


def test_what_is_stored_is_acknowledged_and_remembered(session: RealtimeSession, ear: Ear) -> None:
    assert ear.hears(*said.spoken_question()).through == 3
    session.refresh_from_db()
    assert session.relayed_through == 3


def test_what_was_stored_before_is_acknowledged_again_and_changes_nothing(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"))
    before = snapshot(conversation)
    again = ear.reports([(1, said.deleted("item_u")), (3, said.heard("item_u", "Forged"))])
    assert (again.through, again.gap, snapshot(conversation)) == (3, False, before)


def test_a_batch_may_overlap_what_was_stored(conversation: Conversation, ear: Ear) -> None:
    first, second, third = said.spoken_question("item_u")
    ear.reports([(1, first), (2, second)])
    heard = ear.reports([(2, second), (3, third), (4, said.heard("item_u", "Hello"))])
    assert (heard.through, heard.gap, only(conversation).content) == (4, False, "Hello")


@pytest.mark.parametrize("numbers", [[2], [2, 3], [9]])
def test_a_gap_stores_nothing_and_is_reported(
    conversation: Conversation, ear: Ear, numbers: list[int]
) -> None:
    heard = ear.reports([(number, said.committed(f"item_{number}")) for number in numbers])
    assert (heard.through, heard.gap, rows(conversation)) == (0, True, [])


def test_a_gap_inside_a_batch_keeps_what_stands_before_it(
    conversation: Conversation, ear: Ear
) -> None:
    heard = ear.reports([(1, said.committed("item_1")), (3, said.committed("item_3"))])
    assert (heard.through, heard.gap, only(conversation).item_id) == (1, True, "item_1")


def test_a_batch_in_the_wrong_order_is_put_right(conversation: Conversation, ear: Ear) -> None:
    heard = ear.reports([(2, said.committed("item_2")), (1, said.committed("item_1"))])
    assert [row.item_id for row in rows(conversation)] == ["item_1", "item_2"]
    assert (heard.through, heard.gap) == (2, False)


def test_the_same_number_twice_in_a_batch_counts_once(conversation: Conversation, ear: Ear) -> None:
    heard = ear.reports([(1, said.committed("item_1")), (1, said.committed("item_x"))])
    assert (heard.through, only(conversation).item_id) == (1, "item_1")


def test_a_refused_event_advances_the_mark_and_leaves_no_row(
    conversation: Conversation, ear: Ear
) -> None:
    heard = ear.hears(BAD)
    assert (heard.through, rows(conversation)) == (1, [])
    assert [(number, refusal.code) for number, refusal in heard.refused] == [(1, "bad_field")]


def test_a_refused_event_does_not_stop_those_after_it(conversation: Conversation, ear: Ear) -> None:
    heard = ear.hears(said.committed("item_1"), BAD, said.committed("item_2"))
    assert [row.item_id for row in rows(conversation)] == ["item_1", "item_2"]
    assert heard.through == 3


def test_an_unknown_event_advances_the_mark_without_a_word(ear: Ear) -> None:
    heard = ear.hears({"type": "response.telepathy.delta"}, {"type": "rate_limits.updated"})
    assert (heard.through, heard.refused) == (2, [])


def test_an_event_that_the_database_refuses_does_not_block_the_rest(
    conversation: Conversation, ear: Ear
) -> None:
    item = said.call("item_c", "{}", call_id="call_1")
    too_long = said.added(said.user_text("item_1", "\x00" if _is_postgresql() else "fine"))
    ear.hears(said.committed("item_0"), too_long, said.committed("item_2"), said.added(item))
    assert faults(conversation) == []
    assert {"item_0", "item_2", "item_c"} <= {row.item_id for row in rows(conversation)}


def test_a_full_conversation_refuses_and_keeps_its_numbers_whole(
    conversation: Conversation, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "MAX_MESSAGES", 2)
    ear.hears(said.committed("item_1"))
    heard = ear.hears(said.added(said.answer("item_3"), "item_2"), said.heard("item_1", "Hello"))
    assert [refusal.code for _, refusal in heard.refused] == ["conversation_full"]
    assert told(conversation) == [("user", "final", "Hello")]
    assert faults(conversation) == []


def test_one_bad_field_among_many_is_refused_by_number(ear: Ear) -> None:
    heard = ear.hears(said.opened(), BAD, said.opened(), BAD)
    assert [number for number, _ in heard.refused] == [2, 4]


@pytest.mark.parametrize("reason", ["ended", "left", "failed", "taken_over", "logged_out"])
def test_late_events_of_a_call_that_is_over_are_stored_and_settled(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear, reason: str
) -> None:
    sessions.end(alice, session.pk, reason)
    heard = ear.hears(*said.whole_answer("item_a", "Late.", "item_u"), *said.spoken_question("x"))
    assert heard.through == 6
    assert faults(conversation) == []
    assert told(conversation)[1] == ("assistant", "final", "Late.")


def test_another_s_session_and_a_missing_one_get_the_same_answer(
    alice: User, foreign_session: RealtimeSession
) -> None:
    answers = []
    for session_id in (foreign_session.pk, uuid4()):
        with pytest.raises(Refusal) as refused:
            hearing.hear(alice, session_id, [(1, said.committed("item_u"))])
        answers.append((refused.value.code, refused.value.message, refused.value.status))
    assert answers[0] == answers[1]
    assert rows(foreign_session.conversation) == []


def _is_postgresql() -> bool:
    from django.db import connection

    return bool(connection.vendor == "postgresql")


def test_a_placeholder_that_is_filled_after_the_end_is_settled(
    conversation: Conversation, alice: User, session: RealtimeSession, ear: Ear
) -> None:
    ear.hears(said.committed("item_2", "item_1"))
    sessions.end(alice, session.pk, "lost")
    ear.hears(said.committed("item_1"))
    assert [row.status for row in rows(conversation)] == ["unheard", "unheard"]
