"""What the model is asked to say, once, of a call of a tool whose output it must wait for."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils import timezone

from chat.models import RealtimeSession, ToolCall
from chat.services import tool_outputs

APPROVAL = (
    "You have called the tool {name}. It has not run: first the person must allow it, by a button on"
    " their screen. Words do not allow it. Tell them so in their language, in one short sentence, and"
    ' promise no result. Say: "I need your approval on the screen before I can do that."'
)
WORKING = (
    "The tool {name} that you have called is still at work. Its result will come by itself. Tell the"
    " person so in their language, in one short sentence, and promise no result."
    ' Say: "I am still working on that. We can go on talking meanwhile."'
)
WORKING_AFTER_S = 4.0


class Reminder(NamedTuple):
    """`after_s`: of silence; `response` is what `response.create` carries (protocol: 3.1)."""

    call_id: str
    after_s: float
    response: dict[str, Any]


def take(session: RealtimeSession, *, for_server: bool = False) -> list[Reminder]:
    """What is new since the last time; whoever takes it sees to it that it is said."""
    calls = tool_outputs.held_by(session, for_server=for_server).unannounced()
    return [_reminder(call) for call in calls if _is_first(call)]


def _is_first(call: ToolCall) -> bool:
    mine = ToolCall.objects.filter(pk=call.pk, announced_at=None)
    return mine.update(announced_at=timezone.now()) == 1


def _reminder(call: ToolCall) -> Reminder:
    is_waiting = call.state == ToolCall.State.WAITING
    text = (APPROVAL if is_waiting else WORKING).format(name=call.name)
    response = {"tool_choice": "none", "instructions": text, "metadata": {"parley": "reminder"}}
    return Reminder(call.call_id, 0.0 if is_waiting else WORKING_AFTER_S, response)
