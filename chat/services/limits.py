"""Whether a call may start, and which calls are over: too long, silent for too long, or stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.errors import Refusal
from chat.models import CallPolicy, RealtimeSession, User
from chat.services import call_policies, endings
from chat.services.call_policies import Rules
from chat.services.thread import writing

EndReason = RealtimeSession.EndReason
MINUTE = timedelta(minutes=1)
READ = ("user", "conversation", "call_started_at", "last_active_at")


def refuse_start(user: User) -> None:
    """Within the transaction that opens the call: the lock makes both counts exact.

    Raises Refusal: calls_stopped, too_many_open_calls.
    """
    call_policies.lock()
    rules = call_policies.holding_for(user)
    if rules.stopped:
        message = "An administrator has stopped calls. You can still read and write."
        raise Refusal("calls_stopped", message, status=403)
    calls = RealtimeSession.objects.open().calls()
    if calls.filter(user=user).count() >= rules.at_once:
        raise _too_many(
            f"You may have {_counted(rules.at_once)} open at once. End one and try again."
        )
    if calls.count() >= settings.CALLS_AT_ONCE:
        raise _too_many("All lines are taken just now. Try again in a moment.")


def refuse_answer(user: User) -> None:
    """The same of a classic answer. Raises Refusal: calls_stopped, too_many_answers."""
    call_policies.lock()
    if call_policies.holding_for(user).stopped:
        message = "An administrator has stopped answers for now. What you wrote is kept."
        raise Refusal("calls_stopped", message, status=403)
    answers = RealtimeSession.objects.open().answers()
    if answers.filter(user=user).count() >= settings.ANSWERS_PER_USER:
        message = "Your other conversations are still being answered. Try again in a moment."
        raise Refusal("too_many_answers", message, status=429, retry=True)
    if answers.count() >= settings.ANSWERS_AT_ONCE:
        message = "Many answers are being written just now. Try again in a moment."
        raise Refusal("too_many_answers", message, status=429, retry=True)
    recent = user.sessions.answers().filter(started_at__gt=timezone.now() - MINUTE)
    if recent.count() >= settings.ANSWERS_PER_MINUTE:
        message = "That were many questions in one minute. Wait a moment and try again."
        raise Refusal("too_many_answers", message, status=429, retry=True)


def end_what_is_over(keeper: str = "") -> int:
    """End the calls that are over by the rules of their person; the number ended.

    With `keeper` only those that this process hears by a sideband.
    """
    calls = RealtimeSession.objects.open().filter(conversation__deleted_at=None)
    if keeper:
        calls = calls.filter(attached_by=keeper)
    found = list(calls.only(*READ))  # of all calls, every few seconds
    if not found:
        return 0
    rules = call_policies.holding_for_each(session.user_id for session in found)
    over = [session for session in found if reason_to_end(session, rules[session.user_id])]
    return sum(_end_if_over(session, rules[session.user_id]) for session in over)


def decide(policy: CallPolicy, administrator: User) -> None:
    """Save what an administrator decided; what it ends, ends after commit."""
    with transaction.atomic():
        policy.decided_by = administrator
        policy.save()
        call_policies.lock()  # a call that starts meanwhile sees it, or is seen by what ends calls
        transaction.on_commit(end_what_is_over, robust=True)


def reason_to_end(session: RealtimeSession, rules: Rules) -> EndReason | None:
    now = timezone.now()
    if rules.stopped:
        return EndReason.STOPPED
    if _is_past(session.call_started_at, rules.longest_s, now):
        return EndReason.LIMIT
    return EndReason.IDLE if _is_past(session.last_active_at, rules.idle_s, now) else None


def left_of(session: RealtimeSession) -> dict[str, float]:
    """What the browser must know of a call's limits, in seconds: how much is `left_s` of the longest
    time, after how much silence it asks whether somebody is there, and after how much it ends.
    """
    rules = call_policies.holding_for(session.user)
    age = (timezone.now() - session.call_started_at).total_seconds()
    ask_before_s = min(settings.CALL_IDLE_ASK_SECONDS, rules.idle_s / 2)
    return {
        "left_s": max(0.0, rules.longest_s - age),
        "ask_s": rules.idle_s - ask_before_s,
        "idle_s": rules.idle_s,
    }


def _end_if_over(session: RealtimeSession, rules: Rules) -> bool:
    """Asked again under the lock: somebody may have spoken, or ended it."""
    with writing(session.user, session.conversation_id) as thread:
        still = thread.conversation.sessions.open().select_for_update().filter(pk=session.pk)
        found = still.first()
        reason = found and reason_to_end(found, rules)
        if found and reason:
            endings.close(thread, found, reason)
        return bool(reason)


def _is_past(since: datetime, seconds: int, now: datetime) -> bool:
    return now - since >= timedelta(seconds=seconds)


def _too_many(message: str) -> Refusal:
    return Refusal("too_many_open_calls", message, status=429, retry=True)


def _counted(calls: int) -> str:
    return "one call" if calls == 1 else f"{calls} calls"
