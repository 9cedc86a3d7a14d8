"""Celery's tasks: each is one call of a service."""

from celery import shared_task

from chat.services import holding, tool_calls


@shared_task
def sweep_stale_sessions() -> None:
    holding.sweep()


@shared_task
def run_left_tools() -> None:
    tool_calls.run_left()
