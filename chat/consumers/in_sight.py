"""A relayed call needs no tab: its own socket says that it is in sight, and looks whether its log-in holds."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError

from chat.models import RealtimeSession
from chat.services import holding, logins
from chat.stored import stored

LOGIN_EVERY_S = 45.0

logger = logging.getLogger(__name__)


class InSight:
    def __init__(self, session: RealtimeSession, login_key: str | None) -> None:
        self._session = session
        self._login_key = login_key
        self._login_at = time.monotonic()

    async def look(self) -> None:
        """What is over is ended in the database; whoever hears the call learns it from there."""
        try:
            await stored(holding.seen)(self._session.pk)
            if time.monotonic() - self._login_at >= LOGIN_EVERY_S:
                self._login_at = time.monotonic()
                await self._look_at_login()
        except DatabaseError as problem:
            logger.warning("session %s could not be looked after: %r", self._session.pk, problem)

    async def _look_at_login(self) -> None:
        """An administrator's, a password's or another device's word, whose hint was lost."""
        user = self._session.user
        if not await stored(logins.is_on)(user.pk, self._login_key):
            await stored(logins.end_of_login)(user, logins.login_of(self._login_key))
