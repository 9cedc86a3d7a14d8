"""Tools that run on the page which holds the call: handed to one tab at a time, answered once.

The server claims, checks and permits; what the page answers is a claim about that page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import F
from django.utils import timezone

from chat import broadcasts
from chat.errors import InputRefused, Refusal
from chat.models import RealtimeSession, ToolCall, User
from chat.models.tool_call import DONE_AT_ONCE_S
from chat.services import history, sessions, sidebands, tool_results
from tools import execution, registry
from tools.base import Kind, ToolResult, failure
from tools.execution import Ready

LEASE = timedelta(seconds=DONE_AT_ONCE_S)
# A page that is being loaded again comes back sooner.
OUT_OF_SIGHT = timedelta(seconds=5)
MOST_RESULT_BYTES = 33 * 1024  # 32 KiB, and the names of what is in it

FAILED = "page_failed"
NO_PAGE = failure("no_page", "No page is in this call that could do it.")
NO_ANSWER = failure("no_answer", "The page that is in this call did not answer in time.")
NOT_AWAITED = Refusal("not_awaited", "No answer of this page is awaited.", status=409)

State = ToolCall.State


def begin(call: ToolCall, ready: Ready) -> None:
    """What the server has to do for it is done; the page's part is set on its way."""
    task = _task(call, ready)
    if not task.success:
        tool_results.finish(call, task)
    elif call.started_at:
        tool_results.finish(call, NO_ANSWER)  # its lease ran out, and the sweep came by
    elif holder := _holder(call):
        if call.start(LEASE):
            broadcasts.tool_due(holder)
    else:
        tool_results.finish(call, NO_PAGE)


def hand(session: RealtimeSession) -> list[dict[str, Any]]:
    """What the tab that holds this session has to do now: the contents of its `run` frames.

    Whoever was given it before may not answer any more.
    """
    if not RealtimeSession.objects.open().filter(pk=session.pk).exists():
        return []
    found = _awaited(session).select_related("session__user", "session__conversation__assistant")
    return [given for call in found if (given := _handed(call))]


def answer(user: User, session_id: UUID, call_id: UUID, attempt: int, result: ToolResult) -> None:
    """Raises Refusal: unknown_session, call_over, too_large, not_awaited."""
    session = sessions.find(user, session_id)
    if not session.is_open:
        raise sidebands.over()
    if len(msgspec.json.encode(result.result)) > MOST_RESULT_BYTES:
        raise InputRefused("too_large", "That is more than a tool of a page may answer.")
    call = _awaited(session).filter(pk=call_id, attempts=attempt).first()
    if call is None or not tool_results.finish(call, result):
        raise NOT_AWAITED


def expire(call_id: UUID) -> None:
    """Nobody has answered in time; nothing when somebody has, or has more time by now."""
    over = ToolCall.objects.filter(pk=call_id, state=State.RUNNING, name__in=_names())
    call = over.filter(leased_until__lte=timezone.now()).first()
    if call:
        tool_results.finish(call, NO_ANSWER)


def _task(call: ToolCall, ready: Ready) -> ToolResult:
    """What the page is to do is the result of the tool's own function."""
    return execution.perform(ready, history.context_of(call.session.user))


def _handed(call: ToolCall) -> dict[str, Any] | None:
    """Permission is asked once more: it may have been taken back since."""
    ready = execution.check(call.session.user, call.name, call.arguments_json)
    if isinstance(ready, ToolResult):
        tool_results.finish(call, ready)
        return None
    if not call.ours.update(attempts=F("attempts") + 1):
        return None
    task = _task(call, ready).result
    return {"call": call.pk, "attempt": call.attempts + 1, "task": task}


def _awaited(session: RealtimeSession) -> Any:
    """Calls of this conversation's sessions, lately or now, that a page has to answer."""
    running = ToolCall.objects.owed_to(session).filter(state=State.RUNNING, name__in=_names())
    return running.filter(leased_until__gt=timezone.now())


def _holder(call: ToolCall) -> RealtimeSession | None:
    """The session that the conversation is in by now, if a page was in it a moment ago."""
    lines = RealtimeSession.objects.open().calls()
    mine = lines.filter(conversation_id=call.session.conversation_id)
    return mine.exclude(unheld_since__lt=timezone.now() - OUT_OF_SIGHT).first()


def _names() -> list[str]:
    return [tool.name for tool in registry.each() if tool.kind is Kind.BROWSER]
