"""Log-ins: Django's sessions in the database; one whose key is renewed (a new password) goes on."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from chat.services import logins


class SessionStore(db.SessionStore):
    def cycle_key(self) -> None:
        before, user_id = self.session_key, self.get(SESSION_KEY)
        super().cycle_key()
        if before and user_id and self.session_key:
            logins.renewed(int(user_id), before, self.session_key)
