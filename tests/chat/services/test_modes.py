"""Live or Classic: switched both ways, the thread kept, what runs ended; new ones as preferred."""

import pytest

from chat.errors import Refusal
from chat.models import Conversation, Mode, Preference, RealtimeSession, User
from chat.services import answers, conversations, modes, sessions
from tests.chat.conftest import wish

pytestmark = pytest.mark.django_db


def test_a_switch_ends_the_call_in_good_order(
    alice: User, conversation: Conversation, session: RealtimeSession
) -> None:
    modes.switch(alice, conversation.pk, Mode.CLASSIC)
    session.refresh_from_db()
    assert (session.end_reason, modes.standing(alice, conversation.pk)["mode"]) == (
        "ended",
        "classic",
    )


def test_a_switch_stops_the_answer(alice: User, conversation: Conversation) -> None:
    modes.switch(alice, conversation.pk, Mode.CLASSIC)
    answer, _ = answers.begin(alice, conversation.pk, "w")
    modes.switch(alice, conversation.pk, Mode.LIVE)
    answer.refresh_from_db()
    assert not answer.is_open
    assert modes.standing(alice, conversation.pk)["answering"] is None


def test_whoever_starts_a_call_is_in_live(alice: User, conversation: Conversation) -> None:
    modes.switch(alice, conversation.pk, Mode.CLASSIC)
    answer, _ = answers.begin(alice, conversation.pk, "w")
    sessions.start(alice, conversation.pk, wish())
    answer.refresh_from_db()
    conversation.refresh_from_db()
    assert (conversation.mode, answer.end_reason) == (Mode.LIVE, "ended")


def test_new_conversations_are_in_the_preferred_mode(alice: User) -> None:
    Preference.objects.create(user=alice, mode=Mode.CLASSIC)
    assert conversations.create(alice).mode == Mode.CLASSIC


def test_it_hides_a_conversation_from_another_user(alice: User, foreign: Conversation) -> None:
    with pytest.raises(Refusal, match="not_found"):
        modes.standing(alice, foreign.pk)
    with pytest.raises(Refusal, match="not_found"):
        modes.switch(alice, foreign.pk, Mode.CLASSIC)
