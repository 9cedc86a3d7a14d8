"""Start, hold and end calls."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from chat import broadcasts
from chat.errors import Refusal, missing_session
from chat.models import Conversation, Message, RealtimeSession, User
from chat.provider import catalog
from chat.services.thread import Thread, writing

MINUTE = timedelta(minutes=1)
EndReason = RealtimeSession.EndReason


@dataclass(frozen=True)
class Wish:
    """What a browser asks for when it starts a call."""

    client_id: UUID
    device: UUID
    microphone: bool = True
    take_over: bool = False
    login: str = ""


def start(user: User, conversation_id: UUID, wish: Wish) -> tuple[RealtimeSession, bool]:
    """Make the session's row; the same click gives the same session. True when it is new.

    Raises Refusal: not_found, call_elsewhere, too_many_calls.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # makes the count below exact
        with writing(user, conversation_id) as thread:
            known = thread.conversation.sessions.filter(client_id=wish.client_id).first()
            if known:
                return known, False
            _refuse_too_many(user)
            _end_the_open_one(thread, wish)
            return _make(user, thread.conversation, wish), True


def find(user: User, session_id: UUID) -> RealtimeSession:
    """Raises Refusal `unknown_session` for another's session and a missing one alike."""
    mine = RealtimeSession.objects.filter(user=user, conversation__deleted_at=None)
    try:
        return mine.select_related("conversation").get(pk=session_id)
    except RealtimeSession.DoesNotExist:
        raise missing_session() from None


def end(user: User, session_id: UUID, reason: str) -> None:
    """End a call and settle its rows; ending twice changes nothing."""
    conversation_id = find(user, session_id).conversation_id
    with writing(user, conversation_id) as thread:
        session = thread.conversation.sessions.select_for_update().get(pk=session_id)
        if session.is_open:
            _end(thread, session, reason)


def hold(user: User, session_id: UUID) -> RealtimeSession:
    """A tab says that it is in this call: note it, and reopen a call that was only thought lost."""
    session = find(user, session_id)
    if session.is_open:
        seen(session_id)
        return session
    if session.end_reason == EndReason.LOST and not session.conversation.sessions.open().exists():
        session.reopen()
        session.last_seen_at = timezone.now()
        _save_reopened(session)
    return session


def seen(session_id: UUID) -> None:
    RealtimeSession.objects.open().filter(pk=session_id).update(last_seen_at=timezone.now())


def sweep() -> int:
    """End the calls that no tab holds any more; the number ended."""
    stale = RealtimeSession.objects.stale().filter(conversation__deleted_at=None)
    stale = stale.select_related("user")
    return sum(_end_if_stale(session) for session in stale)


def settle(thread: Thread, session: RealtimeSession) -> None:
    """No row stays live after its session: what has text was cut off, what has none was not heard."""
    Status = Message.Status
    for message in thread.live_rows(session):
        if hasattr(message, "tool_call"):
            continue  # its tool's own end settles it
        message.status = Status.INTERRUPTED if message.content else Status.UNHEARD
        thread.change(message)


def described(session: RealtimeSession) -> dict[str, str]:
    """The content of a `session` frame."""
    return {
        "session": str(session.pk),
        "conversation": str(session.conversation_id),
        "state": "live" if session.is_open else "ended",
        "reason": session.end_reason,
        "device": str(session.device),
        "title": str(session.conversation),
    }


def login_of(session_key: str | None) -> str:
    """A name for one log-in that is not the cookie itself."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32] if session_key else ""


def end_of_login(user: User, login: str) -> None:
    """End the calls that were started from this login, and close its sockets."""
    for session in RealtimeSession.objects.open().filter(user=user, login=login):
        end(user, session.pk, EndReason.LOGGED_OUT)
    broadcasts.logged_out(user.pk, login)


def _refuse_too_many(user: User) -> None:
    recent = user.sessions.filter(started_at__gt=timezone.now() - MINUTE).count()
    if recent >= settings.SESSION_STARTS_PER_MINUTE:
        message = "That is many calls in one minute. Wait a moment and try again."
        raise Refusal("too_many_calls", message, status=429, retry=True)


def _end_the_open_one(thread: Thread, wish: Wish) -> None:
    session = thread.conversation.sessions.open().select_for_update().first()
    if session is None:
        return
    if session.device != wish.device and not wish.take_over:
        message = "This conversation is live on another device."
        raise Refusal("call_elsewhere", message, status=409)
    _end(thread, session, EndReason.TAKEN_OVER)


def _make(user: User, conversation: Conversation, wish: Wish) -> RealtimeSession:
    Output = RealtimeSession.Output
    session = RealtimeSession.objects.create(
        conversation=conversation,
        user=user,
        client_id=wish.client_id,
        device=wish.device,
        login=wish.login,
        output=Output.AUDIO if wish.microphone else Output.TEXT,
        model=conversation.model or settings.REALTIME_MODEL,
        voice=conversation.voice or catalog.DEFAULT_VOICE,
    )
    _tell(session)
    return session


def _end(thread: Thread, session: RealtimeSession, reason: str) -> None:
    session.end(reason)
    session.save(update_fields=["state", "end_reason", "ended_at"])
    settle(thread, session)
    _tell(session)


def _end_if_stale(session: RealtimeSession) -> bool:
    with writing(session.user, session.conversation_id) as thread:
        still = thread.conversation.sessions.stale().select_for_update().filter(pk=session.pk)
        found = still.first()
        if found:
            _end(thread, found, EndReason.LOST)
        return found is not None


def _tell(session: RealtimeSession) -> None:
    broadcasts.session_changed(session.user_id, described(session))


def _save_reopened(session: RealtimeSession) -> None:
    try:
        with transaction.atomic():
            session.save(update_fields=["state", "end_reason", "ended_at", "last_seen_at"])
            _tell(session)
    except IntegrityError:  # another call of this conversation was opened meanwhile
        session.end(EndReason.TAKEN_OVER)
