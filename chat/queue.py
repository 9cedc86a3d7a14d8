"""What is sent to Celery, by name and after commit: a wake-up. The table is the truth, a sweep repairs it."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def run_slow_tool(call_id: UUID) -> None:
    _after_commit("chat.tasks.run_slow_tool", [str(call_id)])


def _after_commit(task: str, given: list[str]) -> None:
    transaction.on_commit(lambda: _send(task, given), robust=True)


def _send(task: str, given: list[str]) -> None:
    try:
        current_app.send_task(task, given)
    except OperationalError as problem:
        logger.warning("%s waits for its sweep: %s", task, problem)
