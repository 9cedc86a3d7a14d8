"""Ended calls whose provider must still be told; the asking itself is in `chat/realtime/calls.py`."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from chat.models import RealtimeSession

MAY_COME_BACK = timedelta(seconds=60)  # a tab whose call was only thought lost
OVER_ANYWAY = timedelta(days=1)  # no provider keeps a call for so long
AT_ONCE = 50


def due() -> list[RealtimeSession]:
    """The newest first, so that what can never be told keeps nobody waiting."""
    now = timezone.now()
    lost = Q(end_reason=RealtimeSession.EndReason.LOST)
    ended = RealtimeSession.objects.to_hang_up().filter(ended_at__gt=now - OVER_ANYWAY)
    told_now = ended.exclude(lost & Q(ended_at__gt=now - MAY_COME_BACK))
    told_now = told_now.exclude(pk__in=RealtimeSession.objects.parting().values("pk"))
    return list(told_now.order_by("-ended_at")[:AT_ONCE])


def done(session: RealtimeSession) -> None:
    """The provider said yes, or that the call was over. A call that goes on again stays untold."""
    told = RealtimeSession.objects.to_hang_up().filter(pk=session.pk)
    told.update(hung_up_at=timezone.now())
