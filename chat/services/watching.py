"""Keeps a slow tool's call while it works: its lease, its progress in the thread, whether it is wanted."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection

from chat.models import ToolCall
from chat.models.tool_call import SLOW_LEASE
from chat.services import tool_results
from chat.services.thread import writing
from tools import execution
from tools.base import Cancelled, failure

# In the thread, and on the wire to every tab that shows it.
SHOWN_EVERY_S = 0.5
RENEWED_EVERY_S = SLOW_LEASE.total_seconds() / 3
TOO_LONG = failure(execution.TOO_SLOW, "The tool took too long, and was given up.")

logger = logging.getLogger(__name__)


class Watching:
    """The tool's `progress`; a thread of its own renews the lease of a tool that says nothing."""

    def __init__(self, call: ToolCall) -> None:
        self._call = call
        self._latest: tuple[float, str] | None = None
        self._begun_at = self._shown_at = self._renewed_at = time.monotonic()
        self._shown_at -= SHOWN_EVERY_S
        self._is_unwanted = False
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=f"keeps-{call.pk}", daemon=True)

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def report(self, fraction: float, said: str) -> None:
        """Raises Cancelled."""
        self._latest = (min(1.0, max(0.0, fraction)), said[:200])
        self._show_when_due()
        if self._is_unwanted:
            raise Cancelled

    def _keep(self) -> None:
        try:
            while not self._over.wait(SHOWN_EVERY_S) and not self._is_unwanted:
                self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        try:
            if time.monotonic() - self._begun_at > settings.SLOW_TOOL_SECONDS:
                tool_results.finish(self._call, TOO_LONG)
            self._show_when_due()
            self._renew_when_due()
        except DatabaseError as problem:  # it is away for a moment, or the lease runs out
            logger.info("tool call %s could not be kept: %r", self._call.pk, problem)

    def _show_when_due(self) -> None:
        with self._lock:
            if self._latest and time.monotonic() - self._shown_at >= SHOWN_EVERY_S:
                self._shown_at = time.monotonic()
                latest, self._latest = self._latest, None
                self._note(self._show(*latest))

    def _renew_when_due(self) -> None:
        with self._lock:
            if time.monotonic() - self._renewed_at >= RENEWED_EVERY_S:
                self._note(self._call.renew(SLOW_LEASE))

    def _show(self, fraction: float, said: str) -> bool:
        call = self._call
        with writing(call.session.user, call.session.conversation_id) as thread:
            is_ours = call.renew(SLOW_LEASE, progress=fraction, progress_said=said)
            if is_ours:
                tool_results.redraw(thread, call)
        return is_ours

    def _note(self, is_ours: bool) -> None:
        self._is_unwanted |= not is_ours
        self._renewed_at = time.monotonic()
