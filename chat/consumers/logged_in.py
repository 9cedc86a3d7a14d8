"""A tab is open only while its log-in holds: hints say when it does not, and it looks every minute."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from chat.consumers.catching_up import CatchesUp
from chat.consumers.reminder import Reminder
from chat.models import User
from chat.services import devices, logins
from chat.stored import stored

LOGGED_OUT = 4401
EVERY_MINUTE_S = (40.0, 55.0)
# Not at once: a browser whose own password was changed gets its new cookie a moment later.
SOON_S = (0.3, 1.3)

Hint = dict[str, Any]


class LoggedIn(CatchesUp):
    user: User
    login: str

    async def greeted(self) -> None:
        await super().greeted()
        if not self.is_closed:
            self._login_reminder.within(EVERY_MINUTE_S)

    async def logged_out(self, hint: Hint) -> None:
        if hint["login"] == self.login:
            await self.close(LOGGED_OUT)

    async def login_renewed(self, hint: Hint) -> None:
        if hint["login"] == self.login:
            await self.come_back()

    async def access_changed(self, hint: Hint) -> None:
        self._login_reminder.within(SOON_S)

    async def look_at_login(self, hint: Hint) -> None:
        self._login_reminder.within(EVERY_MINUTE_S)
        await self.is_let_in()

    async def is_let_in(self) -> bool:
        """If not, the calls of this log-in end, and this tab is closed."""
        key = self.scope["session"].session_key
        if await stored(devices.look)(self.user.pk, key):
            return True
        await stored(logins.end_of_login)(self.user, self.login)
        await self.close(LOGGED_OUT)
        return False

    def forget(self) -> None:
        super().forget()
        self._login_reminder.cancel()

    @cached_property
    def _login_reminder(self) -> Reminder:
        return Reminder(self, "look.at.login")
