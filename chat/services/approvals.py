"""Ask a person before a tool runs; take what they decide once, from whichever device is first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal
from chat.models import Approval, ToolCall, ToolGrant, User
from chat.services import tool_results
from chat.services.thread import Thread, writing
from tools import execution, permissions, registry
from tools.base import failure

MOST_SHOWN = 20

Decision = Approval.Decision

OUTPUTS = {
    Decision.DENIED: failure(execution.REFUSED, "The person did not allow it. It was not run."),
    Decision.EXPIRED: failure(
        execution.EXPIRED, "Nobody has answered in time whether it may run. It was not run."
    ),
}
FORBIDDEN = failure(execution.DENIED, "You are not permitted to use this tool.")
ASKED_ALREADY = failure(
    "asked_already", "The same call waits for the person's approval already. Wait for that."
)
NOT_PERMITTED = Refusal(
    "not_permitted", "You may no longer use this tool. It was not run.", status=403
)
OTHER_CALL = Refusal(
    "other_call", "That is not what you were shown. Look at the call again.", status=409
)
TOLD = {
    Decision.ONCE: "It was allowed already{on}.",
    Decision.CONVERSATION: "It was allowed already{on}.",
    Decision.DENIED: "It was denied already{on}.",
    Decision.EXPIRED: "Nobody answered in time, so it was not run.",
    Decision.WITHDRAWN: "The call was cancelled{on}.",
}


@dataclass(frozen=True)
class Choice:
    """What somebody pressed: `arguments_hash` is of the call that they were shown."""

    decision: str
    arguments_hash: str
    device_name: str = ""


def covers(call: ToolCall) -> bool:
    """Has the person allowed this very call, or its tool in this conversation."""
    asked = Approval.objects.filter(call=call).first()
    if asked is not None and asked.allows:
        return True
    granted = ToolGrant.objects.standing().filter(tool=call.name)
    return granted.filter(conversation=call.session.conversation_id).exists()


def ask(call: ToolCall) -> None:
    """Show a card on all devices of the person; nothing runs until they decide."""
    with writing(call.session.user, call.session.conversation_id) as thread:
        if _is_asked(thread, call):
            tool_results.settle(thread, call, ASKED_ALREADY)
            return
        if not call.ours.update(state=ToolCall.State.WAITING, leased_until=None):
            return
        call.state = ToolCall.State.WAITING
        until = timezone.now() + timedelta(seconds=settings.APPROVAL_SECONDS)
        Approval.objects.create(call=call, arguments_hash=call.arguments_hash, expires_at=until)
        tool_results.redraw(thread, call)
    broadcasts.outputs_due(tool_results.holder_of(call.session), delayed=True)
    broadcasts.approvals_changed(call.session.user_id)


def decide(user: User, conversation_id: UUID, call_id: UUID, choice: Choice) -> ToolCall:
    """The call; when it is allowed whoever calls this runs it.

    Raises Refusal: not_found, other_call, already_decided, not_permitted.
    """
    with writing(user, conversation_id) as thread:
        asked = _find(thread, call_id)
        if asked.arguments_hash != choice.arguments_hash:
            raise OTHER_CALL
        refusal = _take(thread, user, asked, choice)
    broadcasts.approvals_changed(user.pk)
    if refusal:
        raise refusal  # after what it means for the call was stored
    return asked.call


def waiting(user: User) -> list[dict[str, Any]]:
    """The content of an `approvals` frame: what waits for this person, oldest first."""
    whose = ("call__session__conversation",)
    asked = Approval.objects.asked_of(user.pk).select_related(*whose)[:MOST_SHOWN]
    return [_described(one) for one in asked]


def withdraw(thread: Thread, call: ToolCall, device_name: str) -> None:
    """Nobody need decide: the call was cancelled, or its conversation is gone."""
    asked = Approval.objects.filter(call=call)
    if asked.decide(Decision.WITHDRAWN, decided_on=device_name):
        broadcasts.approvals_changed(thread.conversation.owner_id)


def expire() -> int:
    """End the calls that nobody has decided in time; their number."""
    whose = ("call__session__user", "call__session__conversation")
    overdue = Approval.objects.overdue().filter(call__session__conversation__deleted_at=None)
    return sum(_expire(asked) for asked in overdue.select_related(*whose))


def revoke(user: User, grant_id: int) -> ToolGrant:
    """From now on the tool asks again. Revoking twice changes nothing. Raises Refusal not_found."""
    mine = ToolGrant.objects.filter(conversation__owner_id=user.pk, pk=grant_id)
    grant = mine.select_related("conversation").first()
    if grant is None:
        raise Refusal("not_found", "There is no such permission.", status=404)
    mine.revoke()
    return grant


def _take(thread: Thread, user: User, asked: Approval, choice: Choice) -> Refusal | None:
    call, decision = asked.call, choice.decision
    if asked.expires_at <= timezone.now():
        decision = Decision.EXPIRED
    by = {"decided_by": user, "decided_on": choice.device_name}
    if not Approval.objects.filter(pk=asked.pk).decide(decision, **by):
        return _decided_already(asked)
    if decision in OUTPUTS:
        tool_results.settle(thread, call, OUTPUTS[Decision(decision)])
        return _decided_already(asked) if decision == Decision.EXPIRED else None
    if _is_forbidden(user, call):
        tool_results.settle(thread, call, FORBIDDEN)
        return NOT_PERMITTED
    if decision == Decision.CONVERSATION:
        given = {"conversation": thread.conversation, "tool": call.name, "revoked_at": None}
        ToolGrant.objects.get_or_create(**given, defaults={"granted_by": user})
    _let_run(thread, call)
    return None


def _let_run(thread: Thread, call: ToolCall) -> None:
    call.state, call.announced_at = ToolCall.State.QUEUED, None
    call.save(update_fields=["state", "announced_at"])
    tool_results.redraw(thread, call)


def _expire(asked: Approval) -> bool:
    with writing(asked.call.session.user, asked.call.session.conversation_id) as thread:
        mine = Approval.objects.filter(pk=asked.pk)
        if not mine.decide(Decision.EXPIRED):
            return False
        tool_results.settle(thread, asked.call, OUTPUTS[Decision.EXPIRED])
    broadcasts.approvals_changed(asked.call.session.user_id)
    return True


def _find(thread: Thread, call_id: UUID) -> Approval:
    asked = Approval.objects.filter(call__session__conversation=thread.conversation)
    found = asked.select_related("call__session__user").filter(call=call_id).first()
    if found is None:
        raise Refusal("not_found", "There is no such call of a tool.", status=404)
    return found


def _is_asked(thread: Thread, call: ToolCall) -> bool:
    """A model that is impatient calls the same once more."""
    pending = Approval.objects.pending().filter(arguments_hash=call.arguments_hash)
    return pending.filter(call__session__conversation=thread.conversation).exists()


def _described(asked: Approval) -> dict[str, Any]:
    conversation = asked.call.session.conversation
    return {
        "call": asked.call_id,
        "conversation": conversation.pk,
        "title": str(conversation),
        "what": asked.call.title,
        "until": asked.expires_at.timestamp(),
    }


def _is_forbidden(user: User, call: ToolCall) -> bool:
    tool = registry.find(call.name)
    return tool is None or permissions.decision(user, tool) is permissions.Decision.NEVER


def _decided_already(asked: Approval) -> Refusal:
    asked.refresh_from_db(fields=["decision", "decided_on"])
    on = f" on {asked.decided_on}" if asked.decided_on else ""
    sentence = TOLD[Decision(asked.decision)].format(on=on)
    return Refusal("already_decided", sentence, status=409)
