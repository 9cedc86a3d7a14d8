"""Classic answers: one at a time in a conversation, written by one web process that holds its lease."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal
from chat.models import Conversation, Message, Mode, RealtimeSession, ToolCall, User
from chat.services import endings, limits, preferences, voices
from chat.services.thread import writing, writing_call

LEASE = timedelta(seconds=6)
EndReason = RealtimeSession.EndReason
# What the two endpoints call the same.
COUNTED = {
    "input_tokens": ("input_tokens", "prompt_tokens"),
    "output_tokens": ("output_tokens", "completion_tokens"),
    "total_tokens": ("total_tokens",),
}


def begin(user: User, conversation_id: UUID, writer: str) -> tuple[RealtimeSession, bool]:
    """The answer that this process (`writer`) is to write, and True; or the one that is being written.

    That one also answers what is said meanwhile, when it is through.

    Raises Refusal: not_found, not_classic, and what `limits.refuse_answer` raises.
    """
    with transaction.atomic(), writing(user, conversation_id) as thread:
        if thread.conversation.mode != Mode.CLASSIC:
            raise Refusal("not_classic", "This conversation is in Live now.", status=409)
        before = thread.conversation.sessions.open().select_for_update().first()
        if before and before.is_classic and before.is_attached:
            return before, False
        if before:
            endings.close(thread, before, EndReason.LOST if before.is_classic else EndReason.ENDED)
        limits.refuse_answer(user)
        _take_up(thread.conversation)
        return _make(user, thread.conversation, writer), True


def is_due(user: User, message: Message) -> bool:
    """Nothing was said after it, and it is theirs."""
    mine = Conversation.objects.visible_to(user).filter(pk=message.conversation_id)
    return mine.filter(last_sequence=message.sequence).exists()


def stop(user: User, conversation_id: UUID) -> None:
    """The person has read enough; stopping what is over changes nothing."""
    with writing(user, conversation_id) as thread:
        for session in thread.conversation.sessions.open().answers().select_for_update():
            endings.close(thread, session, EndReason.ENDED)


def renew(writer: str, held: Collection[UUID]) -> set[UUID]:
    """Keep the leases of these answers; those that are still open and ours."""
    now = timezone.now()
    mine = RealtimeSession.objects.open().filter(attached_by=writer, pk__in=held)
    mine.update(attached_until=now + LEASE, last_seen_at=now, last_active_at=now)
    return set(mine.values_list("pk", flat=True))


def end_unless_asked(session_id: UUID, seen: int) -> bool:
    """The answer is complete. False when something was asked meanwhile (after the sequence `seen`)."""
    with writing_call(session_id, None) as (thread, session):
        if session.is_open and _asked_after(thread.conversation, seen):
            return False
        if session.is_open:
            endings.close(thread, session, EndReason.ENDED)
        return True


def suspend_if_waiting(session_id: UUID) -> bool:
    """True when tools are not through yet: the answer goes on with what they find, whoever writes it."""
    with writing_call(session_id, None) as (thread, session):
        is_waiting = ToolCall.objects.unfinished().filter(session=session).exists()
        if is_waiting and session.is_open:
            endings.close(thread, session, EndReason.SUSPENDED)
        return is_waiting


def close(session_id: UUID, reason: str, problem: str = "") -> None:
    """End it, whatever state it is in; ending twice changes nothing."""
    with writing_call(session_id, None) as (thread, session):
        if session.is_open:
            RealtimeSession.objects.filter(pk=session_id).update(problem=problem)
            endings.close(thread, session, reason)


def note_problem(session_id: UUID, code: str) -> None:
    """Why it fails, before its row does: the row says it."""
    RealtimeSession.objects.open().filter(pk=session_id).update(problem=code)


def spend(session_id: UUID, usage: Mapping[str, Any]) -> None:
    """Add what one response cost to what the answer has cost so far."""
    session = RealtimeSession.objects.only("usage").get(pk=session_id)
    for name, known_as in COUNTED.items():
        spent = next((usage[one] for one in known_as if isinstance(usage.get(one), int)), 0)
        session.usage[name] = session.usage.get(name, 0) + spent
    session.save(update_fields=["usage"])


def settle_abandoned() -> int:
    """Their process is gone: what they said stays as it is, what their tools found is taken up."""
    left = RealtimeSession.objects.abandoned().filter(conversation__deleted_at=None)
    for session_id in left.values_list("pk", flat=True):
        _settle(session_id)
    return len(left)


def owed() -> list[tuple[User, UUID]]:
    """Whose conversations go on: tools that an answer was suspended for have finished."""
    working = ToolCall.objects.unfinished().filter(session=OuterRef("pk"))
    answering = RealtimeSession.objects.open().filter(conversation=OuterRef("conversation"))
    due = RealtimeSession.objects.suspended().filter(~Exists(working), ~Exists(answering))
    due = due.filter(conversation__mode=Mode.CLASSIC, conversation__deleted_at=None)
    return [(one.user, one.conversation_id) for one in due.select_related("user")]


def running_in(conversation: Conversation) -> RealtimeSession | None:
    answers = conversation.sessions.open().answers()
    return answers.filter(attached_until__gt=timezone.now()).first()


def _settle(session_id: UUID) -> None:
    with writing_call(session_id, None) as (thread, session):
        if not session.is_open or session.is_attached:
            return
        owes = ToolCall.objects.filter(session=session, delivered_at=None).exists()
        endings.close(thread, session, EndReason.SUSPENDED if owes else EndReason.LOST)


def _asked_after(conversation: Conversation, seen: int) -> bool:
    asked = conversation.messages.filter(role=Message.Role.USER, status=Message.Status.FINAL)
    return asked.filter(sequence__gt=seen).exists()


def _take_up(conversation: Conversation) -> None:
    """What suspended ones waited for is in the input of the one that begins."""
    working = ToolCall.objects.unfinished().filter(session=OuterRef("pk"))
    due = conversation.sessions.suspended().filter(~Exists(working))
    due.update(end_reason=EndReason.RENEWED)


def _make(user: User, conversation: Conversation, writer: str) -> RealtimeSession:
    liked, today = preferences.of(user), timezone.localdate()
    session = RealtimeSession.objects.create(
        conversation=conversation,
        user=user,
        client_id=uuid4(),
        device=uuid4(),
        transport=RealtimeSession.Transport.CLASSIC,
        setup=RealtimeSession.Setup.SERVER,
        output=RealtimeSession.Output.TEXT,
        state=RealtimeSession.State.LIVE,
        model=preferences.text_model(liked, today),
        voice=voices.chosen(conversation, liked, Mode.CLASSIC).name,
        attached_by=writer,
        attached_until=timezone.now() + LEASE,
    )
    broadcasts.mode_changed(conversation)
    return session
