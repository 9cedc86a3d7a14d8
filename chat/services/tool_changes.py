"""Tell live calls that the tools of their person have changed."""

from __future__ import annotations

from django.db.models import QuerySet

from chat import broadcasts
from chat.models import RealtimeSession, User


def tell_calls(people: QuerySet[User] | None) -> None:
    """The open calls of these people, with None all, are offered what is permitted now.

    A hint may be lost: what a call offers is no permission, each run is asked again.
    """
    calls = RealtimeSession.objects.open()
    if people is not None:
        calls = calls.filter(user__in=people)
    for session in calls:
        broadcasts.settings_changed(session)
