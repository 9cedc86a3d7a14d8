"""A tool that asks runs when the person has allowed it, by a button, and never otherwise."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from chat.errors import Refusal
from chat.models import Approval, Conversation, RealtimeSession, ToolCall, ToolGrant, User
from chat.realtime import rendering
from chat.services import approvals, sessions, tool_calls, tool_cancellations, tool_outputs
from chat.services.approvals import Choice
from tests.chat import said
from tests.chat.ear import Ear, faults, only, rows
from tests.chat.parallel import at_once
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db
NAME = "get_current_time"


@pytest.fixture(autouse=True)
def asks(alice: User) -> ToolPolicy:
    return ToolPolicy.objects.create(tool=NAME, user=alice, decision="ask")


@pytest.fixture
def call(ear: Ear) -> ToolCall:
    """Alice is asked."""
    return asked(ear, "item_c", "call_1")


def asked(ear: Ear, item: str, call_id: str, zone: str = "Asia/Tokyo") -> ToolCall:
    arguments = f'{{"timezone": "{zone}"}}'
    (made,) = ear.hears(said.done(said.call(item, arguments, call_id=call_id))).tool_calls
    tool_calls.run(made)
    return ToolCall.objects.get(pk=made)


def decide(user: User, call: ToolCall, decision: str = "once", **changes: str) -> ToolCall:
    choice = replace(Choice(decision, call.arguments_hash, "Firefox"), **changes)
    where = call.session.conversation_id
    found = approvals.decide(user, where, call.pk, choice)
    tool_calls.run(found.pk)
    return ToolCall.objects.get(pk=found.pk)


def refused(user: User, call: ToolCall, decision: str = "once", **changes: str) -> str:
    with pytest.raises(Refusal) as refusal:
        decide(user, call, decision, **changes)
    return refusal.value.code


def test_it_waits_and_the_thread_asks(conversation: Conversation, call: ToolCall) -> None:
    shown = rendering.drawn(only(conversation))["html"]
    assert (call.state, only(conversation).status) == ("waiting", "live")
    for word in ("Allow once", "Allow for this conversation", "Deny", "Asia/Tokyo"):
        assert word in shown


def test_nothing_is_told_to_the_model_and_no_answer_waits_for_it(
    session: RealtimeSession, ear: Ear, call: ToolCall
) -> None:
    assert tool_outputs.due(session) == ([], False)
    ToolPolicy.objects.all().delete()
    (other,) = ear.hears(said.done(said.call("item_d", "{}", call_id="call_2"))).tool_calls
    tool_calls.run(other)
    assert tool_outputs.due(session).respond is True


def test_once_runs_this_call_and_asks_for_the_next(alice: User, ear: Ear, call: ToolCall) -> None:
    assert decide(alice, call).state == "done"
    assert asked(ear, "item_d", "call_2").state == "waiting"


def test_for_the_conversation_runs_the_next_whatever_its_arguments(
    alice: User, ear: Ear, call: ToolCall
) -> None:
    assert decide(alice, call, "conversation").state == "done"
    assert asked(ear, "item_d", "call_2", "Europe/Berlin").state == "done"


def test_a_revoked_permission_asks_again(alice: User, bob: User, ear: Ear, call: ToolCall) -> None:
    decide(alice, call, "conversation")
    grant = ToolGrant.objects.get()
    with pytest.raises(Refusal):
        approvals.revoke(bob, grant.pk)
    approvals.revoke(alice, grant.pk)
    assert asked(ear, "item_d", "call_2").state == "waiting"


def test_it_is_of_this_conversation_alone(alice: User, call: ToolCall) -> None:
    decide(alice, call, "conversation")
    elsewhere = Conversation.objects.create(owner=alice)
    other = Ear(sessions.start(alice, elsewhere.pk, said_wish())[0])
    assert asked(other, "item_d", "call_2").state == "waiting"


def test_denied_is_an_output_that_the_model_can_speak_about(
    alice: User, session: RealtimeSession, conversation: Conversation, call: ToolCall
) -> None:
    denied = decide(alice, call, "denied")
    assert (denied.state, denied.attempts) == ("denied", 1)
    (item,) = tool_outputs.due(session).items
    assert "did not allow it" in item["output"]
    assert "Denied by you" in rendering.drawn(only(conversation))["html"]


def test_nobody_answers_in_time(session: RealtimeSession, call: ToolCall) -> None:
    assert approvals.expire() == 0
    late(call)
    assert (approvals.expire(), approvals.expire()) == (1, 0)
    assert ToolCall.objects.get().state == "expired"
    assert "in time" in tool_outputs.due(session).items[0]["output"]


def test_an_answer_that_comes_too_late_is_refused_before_any_sweep(
    alice: User, call: ToolCall
) -> None:
    late(call)
    assert refused(alice, call) == "already_decided"
    assert (ToolCall.objects.get().state, Approval.objects.get().decision) == ("expired", "expired")


def test_a_policy_that_became_never_wins(alice: User, asks: ToolPolicy, call: ToolCall) -> None:
    ToolPolicy.objects.update(decision="never")
    assert refused(alice, call) == "not_permitted"
    assert (ToolCall.objects.get().state, ToolGrant.objects.count()) == ("denied", 0)


def test_a_policy_that_becomes_never_after_it_wins_too(alice: User, call: ToolCall) -> None:
    choice = Choice("once", call.arguments_hash)
    approvals.decide(alice, call.session.conversation_id, call.pk, choice)
    ToolPolicy.objects.update(decision="never")
    tool_calls.run(call.pk)
    assert ToolCall.objects.get().state == "denied"


def test_other_arguments_than_were_shown_are_refused(alice: User, call: ToolCall) -> None:
    assert refused(alice, call, arguments_hash="0" * 64) == "other_call"
    assert ToolCall.objects.get().state == "waiting"


def test_an_approval_covers_the_arguments_that_it_was_given_for(
    alice: User, call: ToolCall
) -> None:
    choice = Choice("once", call.arguments_hash)
    approvals.decide(alice, call.session.conversation_id, call.pk, choice)
    ToolCall.objects.update(arguments_json='{"timezone": "UTC"}')
    assert approvals.covers(ToolCall.objects.get()) is False


def test_another_s_and_a_missing_one_are_refused_alike(
    alice: User, bob: User, call: ToolCall
) -> None:
    assert refused(bob, call) == "not_found"
    call.pk = uuid4()
    assert refused(alice, call) == "not_found"


def test_words_never_approve(conversation: Conversation, ear: Ear, call: ToolCall) -> None:
    ear.hears(said.added(said.user_audio("item_u")), said.heard("item_u", "Yes, allow it once."))
    assert (ToolCall.objects.get().state, len(rows(conversation))) == ("waiting", 2)


def test_it_survives_the_end_of_the_call(
    alice: User, session: RealtimeSession, conversation: Conversation, call: ToolCall
) -> None:
    sessions.end(alice, session.pk, "ended")
    assert decide(alice, call).state == "done"
    assert faults(conversation) == []


def test_the_same_call_is_asked_about_once(ear: Ear, call: ToolCall) -> None:
    again = asked(ear, "item_d", "call_2")
    assert (again.state, again.output["error"]) == ("failed", "asked_already")  # type: ignore[index]


def test_bad_arguments_are_told_before_anybody_is_asked(ear: Ear) -> None:
    assert asked(ear, "item_d", "call_2", "x" * 100).state == "failed"
    assert Approval.objects.count() == 0


def test_a_cancelled_one_is_decided(alice: User, call: ToolCall) -> None:
    tool_cancellations.cancel(alice, call.session.conversation_id, call.pk)
    assert refused(alice, call) == "already_decided"
    assert ToolCall.objects.get().state == "cancelled"


def test_what_waits_is_told_with_where(
    alice: User, bob: User, conversation: Conversation, call: ToolCall
) -> None:
    (waiting,) = approvals.waiting(alice)
    assert (waiting["call"], waiting["conversation"]) == (call.pk, conversation.pk)
    assert waiting["what"] == "Look up the time"
    assert approvals.waiting(bob) == []
    decide(alice, call, "denied")
    assert approvals.waiting(alice) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_one_decides_and_the_other_is_told(alice: User, call: ToolCall) -> None:
    def press(number: int) -> str:
        decision = ("once", "denied")[number % 2]
        try:
            return decide(alice, call, decision, device_name=f"Device {number % 2}").state
        except Refusal as refusal:
            return f"{refusal.code} {'Device' in refusal.message}"

    outcomes = at_once(10, press)
    assert sorted(map(str, outcomes))[:9] == ["already_decided True"] * 9
    assert ToolCall.objects.get().state in {"done", "denied"}
    assert faults(call.session.conversation) == []


def late(call: ToolCall) -> None:
    Approval.objects.filter(call=call).update(expires_at=timezone.now() - timedelta(seconds=1))


def said_wish() -> sessions.Wish:
    return sessions.Wish(client_id=uuid4(), device=UUID(int=4 << 76 | 8 << 60))
