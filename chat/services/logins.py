"""What a log-in started, and what a log-out ends."""

import hashlib

from chat import broadcasts
from chat.models import RealtimeSession, User
from chat.services import sessions


def login_of(session_key: str | None) -> str:
    """A name for one log-in that is not the cookie itself."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32] if session_key else ""


def end_of_login(user: User, login: str) -> None:
    """End the calls that were started from this login, and close its sockets."""
    for session in RealtimeSession.objects.open().filter(user=user, login=login):
        sessions.end(user, session.pk, sessions.EndReason.LOGGED_OUT)
    broadcasts.logged_out(user.pk, login)
