"""Two ears, one recorder: what the server has heard beats what a browser claims, in whatever order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Conversation, Message, RealtimeSession, ToolCall, User
from chat.services import sessions
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.ear import Ear, faults, rows, snapshot, told

pytestmark = pytest.mark.django_db

FORGED = "I never said this"
CLAIMS = [
    said.heard("item_u", FORGED),
    said.not_understood("item_u"),
    said.deleted("item_u"),
    said.added(said.user_text("item_u", FORGED)),
    said.added(said.answer("item_u")),
    said.done(said.answer("item_u", FORGED, "completed")),
    said.spoken("item_a", FORGED),
    said.done(said.answer("item_a", FORGED, "incomplete")),
    said.truncated("item_a", 1),
    said.deleted("item_a"),
    said.heard("item_a", FORGED),
    said.done(said.call("item_a", "{}", name=FORGED)),
]
TURN = [
    *said.spoken_question("item_u"),
    said.heard("item_u", "Is it?"),
    *said.whole_answer("item_a", "Yes, it is.", "item_u"),
]
THREAD = [("user", "final", "Is it?"), ("assistant", "final", "Yes, it is.")]


def heard_by(conversation: Conversation) -> list[str]:
    return [row.captured_by for row in rows(conversation)]


def ids(claim: said.Payload) -> str:
    return f"{claim['type']} of {claim.get('item_id') or claim['item']['id']}"


@pytest.mark.parametrize("claim", CLAIMS, ids=ids)
def test_a_claim_never_changes_what_the_server_has_heard(
    conversation: Conversation, ear: Ear, claim: said.Payload
) -> None:
    ear.overhears(*TURN)
    before = snapshot(conversation)
    assert ear.hears(claim, claim).through == 2
    assert snapshot(conversation) == before


@pytest.mark.parametrize("claim", CLAIMS, ids=ids)
def test_the_server_overwrites_what_was_claimed_before(
    conversation: Conversation, ear: Ear, claim: said.Payload
) -> None:
    ear.hears(claim)
    ear.overhears(*TURN)
    known = {row.item_id: (row.role, row.status, row.content) for row in rows(conversation)}
    assert [known["item_u"], known["item_a"]] == THREAD
    assert {row.heard_ms for row in rows(conversation)} == {None}
    assert heard_by(conversation) == ["server", "server"]


@pytest.mark.parametrize("claim", CLAIMS, ids=ids)
@pytest.mark.parametrize("at", [1, 3, 4, 5, 6])
def test_a_claim_in_the_middle_changes_nothing_in_the_end(
    conversation: Conversation, ear: Ear, claim: said.Payload, at: int
) -> None:
    ear.overhears(*TURN[:at])
    ear.hears(claim)
    ear.overhears(*TURN[at:])
    known = {row.item_id: (row.role, row.status, row.content) for row in rows(conversation)}
    assert [known["item_u"], known["item_a"]] == THREAD
    assert faults(conversation) == []


def test_both_ears_in_step_give_one_row_an_item(conversation: Conversation, ear: Ear) -> None:
    for event in TURN:
        ear.hears(event)
        ear.overhears(event)
    assert (told(conversation), heard_by(conversation)) == (THREAD, ["server"] * 2)


def test_a_row_that_the_server_only_began_is_filled_by_a_claim(
    conversation: Conversation, ear: Ear
) -> None:
    ear.overhears(*said.spoken_question("item_u"), said.added(said.answer("item_a"), "item_u"))
    ear.hears(said.heard("item_u", "Is it?"), *said.whole_answer("item_a", "Yes, it is.")[1:])
    assert (told(conversation), heard_by(conversation)) == (THREAD, ["browser"] * 2)


def test_what_only_the_browser_heard_stays_a_claim(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*TURN[:4])
    ear.overhears(*TURN[4:])
    assert (told(conversation), heard_by(conversation)) == (THREAD, ["browser", "server"])


def test_the_server_s_mark_of_an_item_takes_no_claimed_words_away(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*TURN)
    ear.overhears(*said.spoken_question("item_u"), said.added(said.answer("item_a"), "item_u"))
    assert (told(conversation), heard_by(conversation)) == (THREAD, ["browser"] * 2)


def test_silence_that_the_server_heard_is_not_filled_with_words(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.overhears(*said.spoken_question("item_u"), said.heard("item_u", ""))
    sessions.end(alice, ear.session.pk, "ended")
    ear.hears(said.heard("item_u", FORGED))
    assert told(conversation) == [("user", "unheard", "")]


def test_what_nobody_heard_before_the_end_may_still_be_said(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.overhears(*said.spoken_question("item_u"))
    sessions.end(alice, ear.session.pk, "lost")
    ear.hears(said.heard("item_u", "Is it?"))
    assert (told(conversation), heard_by(conversation)) == (THREAD[:1], ["browser"])


def test_an_item_claimed_in_another_call_comes_back_to_its_own(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    later = Ear(sessions.start(alice, conversation.pk, wish())[0])
    ear.hears(said.heard("item_u", FORGED), said.added(said.answer("item_a")))
    later.overhears(*TURN)
    assert (told(conversation), heard_by(conversation)) == (THREAD, ["server"] * 2)
    assert {row.session_id for row in rows(conversation)} == {later.session.pk}


def test_the_server_s_ear_leaves_echoes_of_replayed_rows_alone(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    ear.hears(*TURN)
    later = Ear(sessions.start(alice, conversation.pk, wish())[0])
    before = snapshot(conversation)
    for row in rows(conversation):
        echo = said.user_text(row.own_item_id, "cut to size") | {"role": row.role}
        later.overhears(said.added(echo), said.done(echo))
    assert snapshot(conversation) == before


def test_the_session_s_id_is_the_one_that_the_server_heard(
    session: RealtimeSession, ear: Ear
) -> None:
    ear.is_attached()
    ear.overhears(said.opened("sess_true"))
    ear.hears(said.opened("sess_forged"))
    session.refresh_from_db()
    assert session.provider_session_id == "sess_true"


def test_an_event_that_is_refused_is_logged_with_its_reason(
    ear: Ear, caplog: pytest.LogCaptureFixture
) -> None:
    heard = ear.overhears({"type": "conversation.item.added", "item": {"id": "<b>"}}, *TURN)
    assert [refusal.code for _, refusal in heard.refused] == ["bad_field"]
    assert "'conversation.item.added' refused: bad_field" in caplog.text
    assert "<b>" not in caplog.text


def test_events_of_no_consequence_do_not_touch_the_database(
    ear: Ear, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # pytest-django's fixture
        ear.overhears({"type": "response.output_text.delta"}, {"type": "rate_limits.updated"})


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (said.committed("item_u"), True),
        (said.heard("item_u", "Hello"), True),
        (said.added(said.user_text("item_u", "Hello")), True),
        ({"type": "response.done", "response": {"id": "resp_1"}}, True),
        (said.opened(), False),
        ({"type": "error", "error": {"code": "x"}}, False),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else str(value),
)
def test_what_counts_as_activity(
    session: RealtimeSession, ear: Ear, event: said.Payload, counts: bool
) -> None:
    long_ago = timezone.now() - timedelta(minutes=9)
    RealtimeSession.objects.update(last_active_at=long_ago)
    ear.overhears(event)
    session.refresh_from_db()
    assert (session.last_active_at > long_ago) == counts


def test_a_browser_cannot_keep_a_call_busy_that_the_server_hears(
    session: RealtimeSession, ear: Ear
) -> None:
    long_ago = timezone.now() - timedelta(minutes=9)
    RealtimeSession.objects.update(last_active_at=long_ago)
    ear.is_attached()
    ear.hears(said.committed("item_x"))
    session.refresh_from_db()
    assert session.last_active_at == long_ago
    ear.is_attached(seconds=0)
    ear.hears(said.committed("item_y"))
    session.refresh_from_db()
    assert session.last_active_at > long_ago


def test_it_does_not_hear_for_a_conversation_that_is_gone(
    conversation: Conversation, ear: Ear
) -> None:
    Conversation.objects.update(deleted_at=timezone.now())
    with pytest.raises(Exception, match="unknown_session"):
        ear.overhears(*TURN)
    assert Message.objects.count() == ToolCall.objects.count() == 0
