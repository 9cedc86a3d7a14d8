"""Taking a call over: for how long the first device's last words are waited for, and when it is hung up."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, User
from chat.realtime import replay
from chat.services import endings, goodbyes, hang_ups, holding, sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import LAPTOP, wish
from tests.chat.ear import Ear, told

pytestmark = pytest.mark.django_db
PHONE = uuid4()


def taken_over(alice: User, session: RealtimeSession, **changes: object) -> RealtimeSession:
    fields = {"device": PHONE, "take_over": True, "device_name": "Firefox, Android", **changes}
    return sessions.start(alice, session.conversation_id, wish(**fields))[0]


def was(session: RealtimeSession, **ago_s: float) -> None:
    now = timezone.now()
    past = {name: now - timedelta(seconds=seconds) for name, seconds in ago_s.items()}
    RealtimeSession.objects.filter(pk=session.pk).update(**past)


def test_the_first_device_s_goodbye_is_awaited(alice: User, session: RealtimeSession) -> None:
    later = taken_over(alice, session)
    assert goodbyes.is_awaited(later)
    goodbyes.say(alice, session.pk)
    assert not goodbyes.is_awaited(later)


def test_it_is_awaited_for_two_seconds(alice: User, session: RealtimeSession) -> None:
    later = taken_over(alice, session)
    was(session, ended_at=2.1)
    assert not goodbyes.is_awaited(later)


@pytest.mark.parametrize("past", [{"unheld_since": 2.1}, {"last_seen_at": 12.1}])
def test_a_device_that_is_out_of_sight_is_not_waited_for(
    alice: User, session: RealtimeSession, past: dict[str, float]
) -> None:
    was(session, **past)
    assert not goodbyes.is_awaited(taken_over(alice, session))


def test_a_socket_that_was_lost_a_moment_ago_may_be_back(
    alice: User, session: RealtimeSession
) -> None:
    goodbyes.unhold([session.pk])
    assert goodbyes.is_awaited(taken_over(alice, session))


def test_a_tab_that_holds_again_is_in_sight(alice: User, session: RealtimeSession) -> None:
    was(session, unheld_since=60)
    holding.hold(alice, session.pk)
    assert goodbyes.is_awaited(taken_over(alice, session))


def test_the_same_device_waits_for_nobody(alice: User, session: RealtimeSession) -> None:
    assert not goodbyes.is_awaited(taken_over(alice, session, device=LAPTOP))


def test_a_goodbye_of_a_call_that_is_open_says_nothing(
    alice: User, session: RealtimeSession
) -> None:
    goodbyes.say(alice, session.pk)
    assert goodbyes.is_awaited(taken_over(alice, session))


def test_nobody_says_goodbye_for_another(alice: User, foreign_session: RealtimeSession) -> None:
    with pytest.raises(Refusal, match="unknown_session"):
        goodbyes.say(alice, foreign_session.pk)


def test_it_is_hung_up_after_its_goodbye_and_not_before(
    alice: User, session: RealtimeSession
) -> None:
    RealtimeSession.objects.filter(pk=session.pk).update(call_id="rtc_1")
    taken_over(alice, session)
    assert hang_ups.due() == []
    goodbyes.say(alice, session.pk)
    assert hang_ups.due() == [session]


def test_the_end_says_where_the_call_goes_on(alice: User, session: RealtimeSession) -> None:
    taken_over(alice, session)
    session.refresh_from_db()
    assert endings.described(session)["continued_on"] == "Firefox, Android"


def test_late_words_of_the_first_are_stored_and_its_tools_refused(
    alice: User, session: RealtimeSession, ear: Ear, conversation: Conversation
) -> None:
    ear.hears(*said.spoken_question("u"))
    taken_over(alice, session)
    heard = ear.hears(said.heard("u", "What time is it?"), *said.called())
    assert heard.tool_calls == []
    assert told(conversation)[0] == ("user", "final", "What time is it?")


def test_what_a_tool_is_about_to_find_is_awaited(
    alice: User, session: RealtimeSession, ear: Ear, conversation: Conversation
) -> None:
    (call,) = ear.hears(*said.called()).tool_calls
    later = taken_over(alice, session)
    goodbyes.say(alice, session.pk)
    assert goodbyes.is_awaited(later)
    tool_calls.run(call)
    assert not goodbyes.is_awaited(later)
    kinds = [item["type"] for item in replay.compose(conversation).items]
    assert kinds == ["function_call", "function_call_output"]


def test_a_line_for_writing_is_taken_without_asking(
    alice: User, conversation: Conversation
) -> None:
    written = sessions.start(alice, conversation.pk, wish(microphone=False))[0]
    assert sessions.live_in(alice, conversation.pk) is None
    taken_over(alice, written, take_over=False)
    found = sessions.live_in(alice, conversation.pk)
    assert found
    assert found["device_name"] == "Firefox, Android"


def test_somebody_who_stays_is_not_idle(session: RealtimeSession) -> None:
    was(session, last_active_at=500)
    holding.stay(session.pk)
    session.refresh_from_db()
    assert timezone.now() - session.last_active_at < timedelta(seconds=5)
