"""What a log-in started, whether it still holds, and what its end ends."""

import hashlib
from collections.abc import Mapping

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chat import broadcasts
from chat.models import RealtimeSession, User
from chat.services import dictations, sessions


def login_of(session_key: str | None) -> str:
    """A name for one log-in that is not the cookie itself."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32] if session_key else ""


def end_of_login(user: User, login: str) -> None:
    """End the calls that were started from this login, and close its sockets."""
    for session in RealtimeSession.objects.open().filter(user=user, login=login):
        sessions.end(user, session.pk, sessions.EndReason.LOGGED_OUT)
    dictations.end_of_login(user, login)
    broadcasts.logged_out(user.pk, login)


def is_on(user_id: int, session_key: str | None) -> bool:
    key = session_key or ""
    return key in on({key: user_id})


def on(user_ids: Mapping[str, int]) -> set[str]:
    """Of these log-ins, by their session's key, those which hold.

    Not logged out, not run out, still the same password, and the person is still let in.
    """
    kept = Session.objects.filter(session_key__in=user_ids, expire_date__gt=timezone.now())
    people = User.objects.filter(is_active=True).in_bulk(set(user_ids.values()))
    found = ((session, people.get(user_ids[session.session_key])) for session in kept)
    return {session.session_key for session, user in found if user and holds(session, user)}


def holds(session: Session, user: User) -> bool:
    """Whether this is a log-in of this user, by the password of now."""
    inside = session.get_decoded()
    kept = inside.get(HASH_SESSION_KEY, "")
    right = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    is_theirs = inside.get(SESSION_KEY) == str(user.pk)
    return is_theirs and any(constant_time_compare(kept, one) for one in right)


def renewed(user_id: int, before: str, after: str) -> None:
    """A log-in goes on under a new cookie: its device and its calls with it, its sockets come back."""
    was, now = login_of(before), login_of(after)
    UserSession.objects.filter(session_key=before).update(session_key=after)
    going_on = RealtimeSession.objects.filter(user_id=user_id, login=was, ended_at=None)
    going_on.update(login=now)
    broadcasts.login_renewed(user_id, was)
