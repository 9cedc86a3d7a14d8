"""Tools that a page runs: handed to the tab that holds the call, answered once and by it alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from channels.db import database_sync_to_async as stored
from django.utils import timezone

from chat.models import Conversation, RealtimeSession, ToolCall, User
from chat.services import approvals, browser_tools, sessions, tool_calls
from tests.chat import said
from tests.chat.conftest import wish
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Frame, Tab
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db(transaction=True)

CODE = '{"code": "6 * 7"}'
RESULT = {"value": "42"}


async def holding(open_tab: Opens, user: User, session: RealtimeSession) -> Tab:
    tab = await open_tab(user)
    await tab.asks("hold", "ack", session=session.pk)
    await tab.hears("sideband")
    return tab


async def told(tab: Tab, session: RealtimeSession, *, n: int = 1, **call: str) -> None:
    """The provider calls a tool, and the tab reports it."""
    item = said.call(f"item_{n}", call.pop("arguments", CODE), **{"call_id": f"call_{n}"} | call)
    await tab.says("relay", session=session.pk, events=[{"n": n, "event": said.done(item)}])


async def answers(tab: Tab, run: Frame, **fields: Any) -> None:
    given = {"session": run["session"], "call": run["call"], "attempt": run["attempt"]}
    answer = {"success": True, "message": "The result is: 42", "result": RESULT}
    await tab.says("ran", **given | answer | fields)


async def state_of(call: str) -> tuple[str, Any]:
    found = await ToolCall.objects.aget(pk=call)
    return found.state, found.output


@pytest.fixture
async def tab(open_tab: Opens, alice: User, session: RealtimeSession) -> Tab:
    return await holding(open_tab, alice, session)


@pytest.fixture
async def run(tab: Tab, session: RealtimeSession) -> Frame:
    await told(tab, session, name="evaluate_code")
    return await tab.hears("run")


async def test_the_tab_that_holds_the_call_is_told_what_to_run(tab: Tab, run: Frame) -> None:
    assert run["task"] == {"does": "evaluate", "code": "6 * 7"}
    assert await state_of(run["call"]) == ("running", None)


async def test_its_answer_is_the_call_s_and_is_delivered(tab: Tab, run: Frame) -> None:
    await answers(tab, run)
    (item,) = (await tab.hears("deliver"))["items"]
    assert '"value":"42"' in item["output"]
    assert (await state_of(run["call"]))[0] == "done"


async def test_an_answer_is_taken_once(tab: Tab, run: Frame) -> None:
    await answers(tab, run)
    await answers(tab, run, message="The result is: 43")
    assert (await tab.hears("error"))["code"] == "not_awaited"
    state, output = await state_of(run["call"])
    assert (state, output["message"]) == ("done", "The result is: 42")


async def test_another_person_s_tab_answers_nothing(
    open_tab: Opens, bob: User, tab: Tab, run: Frame
) -> None:
    his = await open_tab(bob)
    assert (await his.asks("hold", "error", session=run["session"]))["code"] == "unknown_session"
    await answers(his, run)
    assert (await his.hears("error"))["code"] == "not_held"
    assert (await state_of(run["call"]))[0] == "running"


async def test_a_tab_that_does_not_hold_the_call_answers_nothing(
    open_tab: Opens, alice: User, tab: Tab, run: Frame
) -> None:
    other = await open_tab(alice)
    await answers(other, run)
    assert (await other.hears("error"))["code"] == "not_held"
    assert (await state_of(run["call"]))[0] == "running"


async def test_a_call_of_another_conversation_is_not_answered(
    open_tab: Opens, bob: User, foreign_session: RealtimeSession, run: Frame
) -> None:
    his = await holding(open_tab, bob, foreign_session)
    await answers(his, run, session=str(foreign_session.pk))
    assert (await his.hears("error"))["code"] == "not_awaited"
    assert (await state_of(run["call"]))[0] == "running"


@pytest.mark.parametrize("size", [40 * 1024, 2**20])
async def test_an_answer_that_is_too_large_is_refused(tab: Tab, run: Frame, size: int) -> None:
    await answers(tab, run, result={"value": "x" * size})
    assert (await tab.hears("error"))["code"] == "too_large"
    assert (await state_of(run["call"]))[0] == "running"


@pytest.mark.parametrize(
    "wrong",
    [{"attempt": 0}, {"attempt": 9}, {"call": str(uuid4())}, {"message": ""}, {"success": "yes"}],
)
async def test_an_answer_that_does_not_fit_is_refused(
    tab: Tab, run: Frame, wrong: dict[str, Any]
) -> None:
    await answers(tab, run, **wrong)
    assert (await tab.hears("error"))["code"] in {"bad_field", "not_awaited"}
    assert (await state_of(run["call"]))[0] == "running"


async def test_a_page_that_failed_says_so(tab: Tab, run: Frame) -> None:
    await answers(tab, run, success=False, message="That did not work.", result=None)
    await tab.hears("deliver")
    state, output = await state_of(run["call"])
    assert (state, output["error"]) == ("failed", "page_failed")


async def test_without_an_answer_it_is_over_and_a_late_one_changes_nothing(
    tab: Tab, run: Frame
) -> None:
    past = timezone.now() - timedelta(seconds=1)
    await stored(ToolCall.objects.filter(pk=run["call"]).update)(leased_until=past)
    await stored(browser_tools.expire)(UUID(run["call"]))
    (item,) = (await tab.hears("deliver"))["items"]
    assert "did not answer in time" in item["output"]
    await answers(tab, run)
    assert (await tab.hears("error"))["code"] == "not_awaited"


async def test_it_does_not_expire_before_its_time(run: Frame) -> None:
    await stored(browser_tools.expire)(UUID(run["call"]))
    assert (await state_of(run["call"]))[0] == "running"


async def test_what_nobody_answered_is_not_begun_again_by_the_sweep(run: Frame) -> None:
    past = timezone.now() - timedelta(minutes=1)
    calls = ToolCall.objects.filter(pk=run["call"])
    await stored(calls.update)(leased_until=past, created_at=past)
    assert await stored(tool_calls.run_left)() == 1
    assert (await state_of(run["call"]))[1]["error"] == "no_answer"


async def test_a_tab_that_comes_back_is_told_again_and_its_new_answer_counts(
    open_tab: Opens, alice: User, tab: Tab, run: Frame, session: RealtimeSession
) -> None:
    await tab.closes()
    back = await holding(open_tab, alice, session)
    again = await back.hears("run")
    assert again["attempt"] > run["attempt"]
    await answers(back, run)
    assert (await back.hears("error"))["code"] == "not_awaited"
    await answers(back, again)
    assert (await back.hears("deliver"))["items"]


async def test_moved_to_another_device_in_the_middle_it_is_answered_once(
    open_tab: Opens, alice: User, tab: Tab, run: Frame, conversation: Conversation
) -> None:
    there = wish(device=uuid4(), take_over=True)
    phone, _ = await stored(sessions.start)(alice, conversation.pk, there)
    hers = await holding(open_tab, alice, phone)
    again = await hers.hears("run", call=run["call"])
    await answers(tab, run)
    assert (await tab.hears("error"))["code"] == "not_held"
    await answers(hers, again)
    await hers.hears("deliver")
    assert (await state_of(run["call"]))[0] == "done"


async def test_a_call_that_has_ended_takes_no_answer(alice: User, tab: Tab, run: Frame) -> None:
    await stored(sessions.end)(alice, UUID(run["session"]), "ended")
    await answers(tab, run)
    assert (await tab.hears("error"))["code"] == "call_over"
    await stored(ToolCall.objects.update)(leased_until=timezone.now())
    await stored(browser_tools.expire)(UUID(run["call"]))
    assert (await state_of(run["call"]))[0] == "failed"


async def test_with_no_page_in_the_call_it_fails_at_once(
    tab: Tab, session: RealtimeSession
) -> None:
    gone = timezone.now() - timedelta(seconds=30)
    mine = RealtimeSession.objects.filter(pk=session.pk)
    await stored(mine.update)(unheld_since=gone)
    await told(tab, session, name="evaluate_code")
    (item,) = (await tab.hears("deliver"))["items"]
    assert "No page is in this call" in item["output"]


async def test_what_is_not_permitted_reaches_no_page(
    alice: User, tab: Tab, session: RealtimeSession
) -> None:
    await stored(ToolPolicy.objects.create)(tool="evaluate_code", user=alice, decision="never")
    await told(tab, session, name="evaluate_code")
    await tab.hears("deliver")
    assert "run" not in {frame["type"] for frame in await tab.everything_until_beat()}


async def test_one_that_asks_reaches_the_page_when_it_is_allowed(
    alice: User, tab: Tab, session: RealtimeSession
) -> None:
    await stored(ToolPolicy.objects.create)(tool="evaluate_code", user=alice, decision="ask")
    await told(tab, session, name="evaluate_code")
    await tab.hears("approvals")
    assert "run" not in {frame["type"] for frame in await tab.everything_until_beat()}
    call = await ToolCall.objects.aget()
    choice = approvals.Choice("once", call.arguments_hash)
    await stored(approvals.decide)(alice, session.conversation_id, call.pk, choice)
    await stored(tool_calls.run)(call.pk)
    assert (await tab.hears("run"))["call"] == str(call.pk)


async def test_what_is_not_permitted_any_more_is_not_handed_on(
    open_tab: Opens, alice: User, run: Frame, session: RealtimeSession
) -> None:
    await stored(ToolPolicy.objects.create)(tool="evaluate_code", user=alice, decision="never")
    other = await holding(open_tab, alice, session)
    await other.hears("deliver")
    assert (await state_of(run["call"]))[0] == "denied"


async def test_an_address_of_the_model_s_own_is_refused(tab: Tab, session: RealtimeSession) -> None:
    for n, panel in enumerate(["https://evil.example", "//evil.example", "/admin/"], start=1):
        await told(tab, session, n=n, name="open_component", arguments=f'{{"panel": "{panel}"}}')
        await tab.hears("deliver")
    assert "run" not in {frame["type"] for frame in await tab.everything_until_beat()}
