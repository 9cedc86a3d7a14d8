"""Function calls by two ears: what a browser claims waits until the server has heard it."""

import pytest

from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import sessions, tool_calls, tool_outputs
from tests.chat import said
from tests.chat.ear import Ear, faults, rows

pytestmark = pytest.mark.django_db

TRUE = '{"timezone":"Asia/Tokyo"}'
FORGED = '{"timezone":"Europe/Paris"}'


@pytest.fixture
def attached(ear: Ear) -> Ear:
    ear.is_attached()
    return ear


def run_all() -> None:
    for call in ToolCall.objects.all():
        tool_calls.run(call.pk)


def test_a_claimed_call_is_kept_and_not_run(attached: Ear) -> None:
    assert attached.hears(*said.called()).tool_calls == []
    run_all()
    call = ToolCall.objects.get()
    assert (call.state, call.captured_by) == ("queued", "browser")


def test_the_server_confirms_a_claimed_call_and_runs_it_as_it_heard_it(attached: Ear) -> None:
    attached.hears(*said.called(arguments=FORGED))
    made = attached.overhears(*said.called(arguments=TRUE)).tool_calls
    run_all()
    call = ToolCall.objects.get()
    assert made == [call.pk]
    assert (call.state, call.captured_by, call.arguments_json) == ("done", "server", TRUE)


def test_a_claim_of_a_call_that_the_server_has_heard_changes_nothing(attached: Ear) -> None:
    made = attached.overhears(*said.called(arguments=TRUE)).tool_calls
    assert attached.hears(*said.called(arguments=FORGED)).tool_calls == []
    call = ToolCall.objects.get()
    assert ([call.pk], call.captured_by, call.arguments_json) == (made, "server", TRUE)


def test_both_ears_together_run_it_once(attached: Ear) -> None:
    found = [attached.overhears(*said.called()).tool_calls for _ in range(2)]
    assert [len(calls) for calls in found] == [1, 0]


def test_a_claim_is_run_when_the_sideband_is_lost(attached: Ear) -> None:
    attached.hears(*said.called())
    attached.is_attached(seconds=0)
    run_all()
    assert ToolCall.objects.get().state == "done"


def test_what_has_run_as_a_claim_stays_as_it_ran(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.called(arguments=FORGED))
    run_all()
    assert ear.overhears(*said.called(arguments=TRUE)).tool_calls == []
    call = ToolCall.objects.get()
    assert (call.state, call.captured_by, call.arguments_json) == ("done", "browser", FORGED)
    assert rows(conversation)[0].status == "final"


def test_what_has_run_as_the_server_hears_it_is_confirmed_and_not_run_again(ear: Ear) -> None:
    ear.hears(*said.called(arguments=TRUE))
    run_all()
    assert ear.overhears(*said.called(arguments=TRUE)).tool_calls == []
    call = ToolCall.objects.get()
    assert (call.attempts, call.captured_by) == (1, "server")


def test_a_call_claimed_for_another_item_comes_to_the_item_that_made_it(
    conversation: Conversation, attached: Ear
) -> None:
    attached.hears(*said.called("item_x"))
    attached.overhears(*said.called("item_c"))
    assert ToolCall.objects.get().message.item_id == "item_c"
    assert faults(conversation) == []


@pytest.mark.parametrize("is_over", [False, True])
def test_one_that_has_run_by_then_is_over_there_as_well(
    conversation: Conversation, ear: Ear, is_over: bool
) -> None:
    ear.hears(said.done(said.call("item_x", TRUE)))
    run_all()
    if is_over:
        sessions.end(ear.session.user, ear.session.pk, "ended")
    ear.overhears(said.done(said.call("item_c", TRUE)))
    assert [row.status for row in rows(conversation)] == ["final", "final"]
    assert faults(conversation) == []


def test_a_deletion_that_a_browser_claims_does_not_hide_the_call(
    conversation: Conversation, ear: Ear
) -> None:
    begun, done = said.called("item_c", TRUE)
    ear.hears(begun, said.deleted("item_c"))
    ear.overhears(begun, done)
    run_all()
    assert [row.status for row in rows(conversation)] == ["final"]


def test_a_forged_call_does_not_take_the_place_of_the_true_one(
    conversation: Conversation, attached: Ear
) -> None:
    forged = said.call("item_c", FORGED, call_id="call_forged", name="launch_missiles")
    attached.hears(said.done(forged))
    (true,) = attached.overhears(*said.called("item_c", TRUE)).tool_calls
    assert ToolCall.objects.get(pk=true).message.item_id == "item_c"
    assert [row.content for row in rows(conversation)] == ["get_current_time", "launch_missiles"]
    assert [row.captured_by for row in rows(conversation)] == ["server", "browser"]


def test_a_second_call_on_one_item_is_not_made(ear: Ear) -> None:
    second = said.done(said.call("item_c", "{}", call_id="call_2"))
    ear.hears(*said.called("item_c"), second)
    ear.overhears(*said.called("item_d", call_id="call_3"))
    ear.overhears(said.done(said.call("item_d", "{}", call_id="call_4")))
    assert sorted(call.call_id for call in ToolCall.objects.all()) == ["call_1", "call_3"]


def test_a_tab_has_nothing_to_deliver_while_the_server_does(
    session: RealtimeSession, attached: Ear
) -> None:
    attached.overhears(*said.called())
    run_all()
    assert tool_outputs.due(session) == ([], False)
    due = tool_outputs.due(session, for_server=True)
    assert (len(due.items), due.respond) == (1, True)
    attached.is_attached(seconds=0)
    assert len(tool_outputs.due(session).items) == 1


def test_a_claim_that_is_never_confirmed_holds_no_answer_up(
    session: RealtimeSession, attached: Ear
) -> None:
    attached.overhears(*said.called())
    attached.hears(said.done(said.call("item_x", FORGED, call_id="call_forged")))
    run_all()
    due = tool_outputs.due(session, for_server=True)
    assert (len(due.items), due.respond) == (1, True)


def test_after_the_end_there_is_nothing_to_run(alice: User, attached: Ear) -> None:
    sessions.end(alice, attached.session.pk, "ended")
    assert attached.overhears(*said.called()).tool_calls == []
    assert ToolCall.objects.count() == 0


def test_a_claimed_call_that_was_an_answer_leaves_the_answer_alone(
    ear: Ear, conversation: Conversation
) -> None:
    ear.hears(*said.called("item_a", "no arguments"))
    ear.overhears(*said.whole_answer("item_a", "Hello."))
    run_all()
    (row,) = rows(conversation)
    assert (row.role, row.status, row.content) == ("assistant", "final", "Hello.")
    assert faults(conversation) == []


def test_what_was_claimed_as_a_call_and_is_heard_as_speech_does_not_stay_live(
    ear: Ear, conversation: Conversation, session: RealtimeSession, alice: User
) -> None:
    ear.hears(*said.called("item_c"))
    run_all()
    sessions.end(alice, session.pk, "ended")
    ear.overhears(said.committed("item_c"))
    assert faults(conversation) == []
