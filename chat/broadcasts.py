"""The only module that sends to groups. Messages leave after commit, carry ids, and may be lost."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

if TYPE_CHECKING:
    from chat.models import Conversation, RealtimeSession

logger = logging.getLogger(__name__)

LOST_SAID_EVERY_S = 10.0

# The loop that serves the sockets. The in-memory layer wakes its readers only from their own loop:
# sent from another thread a message would arrive up to 5 s late.
_web_loop: asyncio.AbstractEventLoop | None = None
_sending: set[asyncio.Task[bool]] = set()

# What every web process hears, not a person's tabs: it has calls to keep.
SIDEBANDS = "sidebands"


def group_of(user_id: int) -> str:
    return f"user.{user_id}"


def serve_from_this_loop() -> None:
    """Called by each socket when it opens; all sockets of a process share one loop."""
    global _web_loop
    _web_loop = asyncio.get_running_loop()


def conversation_changed(conversation: Conversation) -> None:
    content = {"conversation": str(conversation.pk), "revision": conversation.revision}
    _after_commit(conversation.owner_id, "conversation.changed", content)


def conversations_changed(user_id: int) -> None:
    _after_commit(user_id, "conversations.changed", {})


def collection_changed(user_id: int, name: str) -> None:
    """Items or files: pages that show them ask for them again."""
    _after_commit(user_id, "collection.changed", {"name": name})


def notification_shown(user_id: int, notification_id: int) -> None:
    _after_commit(user_id, "notification.shown", {"id": notification_id})


def session_changed(user_id: int, described: dict[str, str]) -> None:
    _after_commit(user_id, "session.changed", described)


def mode_changed(conversation: Conversation) -> None:
    """It is in the other mode, or a classic answer has begun or ended there."""
    content = {"conversation": str(conversation.pk)}
    _after_commit(conversation.owner_id, "mode.changed", content)


def answer_over(session: RealtimeSession) -> None:
    """For the process that writes this answer: somebody else has ended it."""
    _to_processes("answer.over", {"session": str(session.pk)})


def outputs_due(session: RealtimeSession, *, delayed: bool = False) -> None:
    """For the tab that holds the call, and for the process that hears it; any may take up a classic answer.

    `delayed`: it may be that the model is to say that an output takes a while.
    """
    content = {"session": str(session.pk)}
    _after_commit(session.user_id, "outputs.due", {**content, "delayed": delayed})
    _to_processes("outputs.due", {**content, "classic": session.is_classic})


def tool_due(session: RealtimeSession) -> None:
    """A tool waits for the page that holds this call."""
    _after_commit(session.user_id, "tool.due", {"session": str(session.pk)})


def approvals_changed(user_id: int) -> None:
    """What waits for this person's word is something else now."""
    _after_commit(user_id, "approvals.changed", {})


def settings_changed(session: RealtimeSession) -> None:
    """A person changed how calls are: for the process that hears this one, else for its tab."""
    content = {"session": str(session.pk)}
    _after_commit(session.user_id, "settings.changed", content)
    _to_processes("settings.changed", content)


def sideband_changed(user_id: int, session_id: str, state: str) -> None:
    _after_commit(user_id, "sideband.changed", {"session": session_id, "state": state})


def call_refused(user_id: int, session_id: str, code: str) -> None:
    """What a tab asked for its call, and what turned out later not to be possible."""
    _after_commit(user_id, "call.refused", {"session": session_id, "code": code})


def sideband_free(session: RealtimeSession) -> None:
    """A process that stops leaves a call to the others."""
    _to_processes("sideband.free", {"session": str(session.pk)})


def hang_up_due(session: RealtimeSession) -> None:
    """A call has ended whose provider must be told (`chat/services/hang_ups.py`)."""
    _to_processes("hang.up.due", {"session": str(session.pk)})


async def respond_asked(session_id: UUID, item_id: str | None, *, quietly: bool = False) -> bool:
    """To the process that hears the call; False when it could not be sent."""
    asked = {"session": str(session_id), "item": item_id, "quietly": quietly}
    return await _send(SIDEBANDS, {"type": "respond.asked", **asked})


def logged_out(user_id: int, login: str) -> None:
    _after_commit(user_id, "logged.out", {"login": login})


def login_renewed(user_id: int, login: str) -> None:
    """The same person in the same browser, with a new cookie: its tabs come back with that."""
    _after_commit(user_id, "login.renewed", {"login": login})


def access_changed(user_id: int) -> None:
    """Password or rights of this person may be others now: each tab looks whether it is still let in."""
    _after_commit(user_id, "access.changed", {})


async def partial_text(user_id: int, sender: str, content: dict[str, Any]) -> None:
    """Growing text for the other tabs: the one message that carries content, and may be lost."""
    await _send(group_of(user_id), {"type": "partial.text", "sender": sender, "partial": content})


def _after_commit(user_id: int, kind: str, content: dict[str, Any]) -> None:
    message = {"type": kind, **content}
    transaction.on_commit(lambda: _hand_over(group_of(user_id), message), robust=True)


def _to_processes(kind: str, content: dict[str, Any]) -> None:
    message = {"type": kind, **content}
    transaction.on_commit(lambda: _hand_over(SIDEBANDS, message), robust=True)


def _hand_over(group: str, message: dict[str, Any]) -> None:
    loop = _web_loop
    if loop and loop.is_running():
        loop.call_soon_threadsafe(_send_soon, group, message)
    else:
        async_to_sync(_send)(group, message)


def _send_soon(group: str, message: dict[str, Any]) -> None:
    task = asyncio.create_task(_send(group, message))
    _sending.add(task)
    task.add_done_callback(_sending.discard)


async def _send(group: str, message: dict[str, Any]) -> bool:
    try:
        await get_channel_layer().group_send(group, message)
    except (
        Exception
    ) as error:  # whatever it is, a write must not fail for it; the next pull repairs it
        lost.note(error)
        return False
    return True


class _Lost:
    """Hints that could not be sent: counted, and said so seldom that an outage does not fill the log."""

    def __init__(self) -> None:
        self.count = 0
        self._said_at = float("-inf")

    def note(self, error: Exception) -> None:
        self.count += 1
        if time.monotonic() - self._said_at < LOST_SAID_EVERY_S:
            return
        self._said_at = time.monotonic()
        logger.warning("live updates could not be sent (%d so far): %s", self.count, error)


lost = _Lost()
