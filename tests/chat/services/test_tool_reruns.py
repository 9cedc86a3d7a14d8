"""A failed tool call is run once more by a person: permitted, once a click, with effects after asking."""

from dataclasses import replace
from uuid import uuid4

import pytest

from chat.errors import Refusal
from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import tool_calls, tool_outputs, tool_reruns
from tests.chat import said
from tests.chat.ear import Ear, faults, only, rows
from tests.chat.parallel import at_once
from tools import registry
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(ear: Ear) -> ToolCall:
    """The provider was told that the tool crashed."""
    (made,) = ear.hears(*said.called("item_c")).tool_calls
    tool_calls.run(made)
    ear.hears(said.added(said.output(made.hex)))
    output = {"success": False, "message": "The tool did not work.", "error": "crashed"}
    ToolCall.objects.update(state="failed", output=output)
    only(ear.session.conversation)
    return ToolCall.objects.get()


def again(user: User, call: ToolCall, attempts: int = 1, confirmed: bool = False) -> ToolCall:
    where = call.session.conversation_id
    tool_reruns.queue_again(user, where, call.pk, attempts, confirmed=confirmed)
    tool_calls.run(call.pk)
    return ToolCall.objects.get(pk=call.pk)


def test_it_is_run_and_its_row_tells_the_new_result(
    alice: User, conversation: Conversation, call: ToolCall
) -> None:
    before = only(conversation).revision
    done = again(alice, call)
    assert (done.state, done.attempts, done.may_run_again) == ("done", 2, False)
    assert (only(conversation).status, faults(conversation)) == ("final", [])
    assert only(conversation).revision > before


def test_nobody_else_is_sent_the_output_again(
    alice: User, session: RealtimeSession, call: ToolCall
) -> None:
    again(alice, call)
    assert tool_outputs.due(session).items == []


def test_a_page_tells_its_own_provider_and_the_server_that_of_a_relayed_call(
    alice: User, session: RealtimeSession, call: ToolCall
) -> None:
    done = again(alice, call)
    tool_reruns.tell(done)
    assert tool_outputs.due(session, for_server=True).items == []
    RealtimeSession.objects.update(transport="socket")
    tool_reruns.tell(ToolCall.objects.get())
    due = tool_outputs.due(session, for_server=True)
    assert due == ([tool_outputs.output_item(done)], True)


def test_permission_is_checked_when_it_runs_again(alice: User, call: ToolCall) -> None:
    ToolPolicy.objects.create(tool="get_current_time", user=alice, decision="never")
    assert again(alice, call).state == "denied"


@pytest.mark.parametrize("attempts", [0, 2])
def test_what_was_run_since_the_person_looked_is_not_run(
    alice: User, call: ToolCall, attempts: int
) -> None:
    assert refused(alice, call, attempts) == "not_again"


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_run_it_once(alice: User, call: ToolCall) -> None:
    def click(_: int) -> str:
        try:
            return again(alice, call).state
        except Refusal as refusal:
            return refusal.code

    outcomes = sorted(map(str, at_once(10, click)))
    assert outcomes == ["done", *["not_again"] * 9]
    assert ToolCall.objects.get().attempts == 2


@pytest.mark.parametrize(
    ("state", "error"), [("done", None), ("denied", "denied"), ("failed", "bad_arguments")]
)
def test_what_did_not_fail_or_would_fail_again_is_not_run(
    alice: User, call: ToolCall, state: str, error: str | None
) -> None:
    ToolCall.objects.update(state=state, output={"error": error})
    assert refused(alice, call) == "not_again"


def test_a_tool_with_effects_is_run_after_asking(
    alice: User, call: ToolCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = registry.find("get_current_time")
    assert tool
    monkeypatch.setitem(registry._tools, tool.name, replace(tool, has_effects=True))
    ToolPolicy.objects.create(tool=tool.name, user=alice, decision="always")
    assert refused(alice, call) == "asks_first"
    assert again(alice, call, confirmed=True).state == "done"


def test_a_deleted_row_and_another_s_are_refused(alice: User, bob: User, call: ToolCall) -> None:
    assert refused(bob, call) == "not_found"
    row = rows(call.session.conversation)[0]
    row.empty()
    row.save()
    assert refused(alice, call) == "not_again"
    call.pk = uuid4()
    assert refused(alice, call) == "not_found"


def refused(user: User, call: ToolCall, attempts: int = 1) -> str:
    with pytest.raises(Refusal) as refusal:
        again(user, call, attempts)
    return refusal.value.code
