"""Which calls a tab holds: note it, go on with what was thought lost, end what nobody holds."""

from uuid import UUID

from django.utils import timezone

from chat.errors import Refusal
from chat.models import RealtimeSession, User
from chat.services import endings, limits
from chat.services.sessions import EndReason, find
from chat.services.thread import writing


def hold(user: User, session_id: UUID) -> RealtimeSession:
    """A tab says that it is in this call: note it, and reopen a call that was only thought lost."""
    session = find(user, session_id)
    if session.is_open:
        seen(session_id)
    elif session.end_reason == EndReason.LOST:
        return _reopened(user, session)
    return session


def seen(*session_ids: UUID) -> None:
    """What was out of sight is in sight again."""
    mine = RealtimeSession.objects.open().filter(pk__in=session_ids)
    mine.update(last_seen_at=timezone.now(), unheld_since=None)


def stay(session_id: UUID) -> None:
    """Somebody says that they are still there: the call is not idle, whoever hears it."""
    RealtimeSession.objects.open().filter(pk=session_id).update(last_active_at=timezone.now())


def sweep() -> int:
    """End the calls that no tab holds any more; the number ended."""
    stale = RealtimeSession.objects.stale().filter(conversation__deleted_at=None)
    stale = stale.select_related("user")
    return sum(_end_if_stale(session) for session in stale)


def _end_if_stale(session: RealtimeSession) -> bool:
    with writing(session.user, session.conversation_id) as thread:
        still = thread.conversation.sessions.stale().select_for_update().filter(pk=session.pk)
        found = still.first()
        if found:
            endings.close(thread, found, EndReason.LOST)
        return found is not None


def _reopened(user: User, lost: RealtimeSession) -> RealtimeSession:
    """As it is now: open, unless it was hung up, another call took its place, or there is no room."""
    with writing(user, lost.conversation_id) as thread:
        sessions = thread.conversation.sessions
        session = sessions.select_for_update().get(pk=lost.pk)
        if not _may_go_on(session) or sessions.open().exists():
            return session
        try:
            limits.refuse_start(user)
        except Refusal:
            return session  # Talk says why
        session.reopen()
        session.last_seen_at = timezone.now()
        session.save(update_fields=["state", "end_reason", "ended_at", "last_seen_at"])
        endings.tell(session)
        return session


def _may_go_on(session: RealtimeSession) -> bool:
    return session.end_reason == EndReason.LOST and session.hung_up_at is None
