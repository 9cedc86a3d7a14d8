"""Celery's tasks: each is one call of a service."""

from uuid import UUID

from celery import shared_task
from django.conf import settings

from chat.realtime import calls, tool_runs
from chat.services import (
    approvals,
    archives,
    dictations,
    event_log,
    holding,
    limits,
    mcp_servers,
    own_pages,
    recordings,
    slow_runs,
    tool_calls,
)


@shared_task
def sweep_stale_sessions() -> None:
    holding.sweep()
    dictations.sweep()


@shared_task
def end_calls_that_are_over() -> None:
    limits.end_what_is_over()


@shared_task
def hang_up_ended_calls() -> None:
    calls.hang_up_now()


@shared_task
def hang_up_calls(call_ids: list[str]) -> None:
    calls.hang_up_these(call_ids)


@shared_task
def run_left_tools() -> None:
    tool_calls.run_left(tool_runs.run_here)


@shared_task(
    soft_time_limit=settings.SLOW_TOOL_SECONDS + 30, time_limit=settings.SLOW_TOOL_SECONDS + 60
)
def run_slow_tool(call_id: str) -> None:
    slow_runs.run(UUID(call_id))


@shared_task
def sweep_exports() -> None:
    archives.sweep()


@shared_task
def expire_approvals() -> None:
    approvals.expire()


@shared_task
def look_at_mcp_servers() -> None:
    mcp_servers.look_at_all()


@shared_task
def sweep_event_log() -> None:
    event_log.sweep()


@shared_task
def sweep_recordings() -> None:
    recordings.sweep()


@shared_task
def sweep_deleted_things() -> None:
    own_pages.sweep()
