"""The last words of a device whose call was taken over, so that the other one is told of them too."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from chat import broadcasts
from chat.models import RealtimeSession, ToolCall, User
from chat.services import sessions


def say(user: User, session_id: UUID) -> None:
    """All that the first device heard is stored. Of a call that is open it says nothing.

    Raises Refusal `unknown_session`.
    """
    session = sessions.find(user, session_id)
    ended = RealtimeSession.objects.filter(pk=session.pk, parted_at=None).exclude(ended_at=None)
    ended.update(parted_at=timezone.now())


def is_awaited(session: RealtimeSession) -> bool:
    """By this session, from the one that it took over: its last words, and what its tools find."""
    before = RealtimeSession.objects.filter(continued_by=session)
    if before.parting().exists():
        return True
    works = ToolCall.objects.unfinished().filter(session__continued_by=session)
    return before.just_taken_over().exists() and works.exists()


def over(session: RealtimeSession) -> None:
    """Nothing more is waited for: the provider may be told that the first call is over."""
    before = RealtimeSession.objects.to_hang_up().filter(continued_by=session).first()
    if before:
        broadcasts.hang_up_due(before)


def unhold(session_ids: Collection[UUID]) -> None:
    """Their tab's socket is gone. It may be back in a moment; who takes a call over looks how long."""
    mine = RealtimeSession.objects.open().filter(pk__in=session_ids)
    mine.update(unheld_since=timezone.now())
