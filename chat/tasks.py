"""Celery's tasks: each is one call of a service."""

from celery import shared_task

from chat.realtime import calls, tool_runs
from chat.services import dictations, event_log, holding, limits, mcp_servers, own_pages, recordings, tool_calls


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
