"""A call goes over to a fresh session: which one it leaves, and whether it may go on at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chat.errors import Refusal
from chat.models import RealtimeSession
from chat.services import call_policies, limits
from chat.services.thread import Thread

if TYPE_CHECKING:
    from chat.services.sessions import Wish

EndReason = RealtimeSession.EndReason

# What ends a session without ending the call: nobody decided that it was over.
GOES_ON = {EndReason.RENEWED, EndReason.LOST, EndReason.LEFT, EndReason.FAILED}


def left_by(thread: Thread, wish: Wish) -> RealtimeSession | None:
    """The session that this call comes from, locked; None when it is a call of its own.

    Raises Refusal `call_over`: it was taken over, ended, or is past a limit.
    """
    if wish.moves is None:
        return None
    mine = thread.conversation.sessions.select_for_update().filter(device=wish.device)
    left = mine.filter(pk=wish.moves).first()
    if left and _is_over(left):
        raise Refusal("call_over", "This call has ended meanwhile.", status=410)
    return left


def _is_over(left: RealtimeSession) -> bool:
    if not left.is_open and left.end_reason not in GOES_ON:
        return True
    rules = call_policies.holding_for(left.user)
    reason = limits.reason_to_end(left, rules)
    return reason in {EndReason.LIMIT, EndReason.IDLE}  # a stop is said by `limits.refuse_start`
