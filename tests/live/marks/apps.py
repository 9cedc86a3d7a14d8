"""Registers the tool, in web and worker alike."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from config.lifeline import end_with_parent
from tools import registry
from tools.base import Tool, ToolContext, ToolResult

NAME = "leave_mark"


class MarksConfig(AppConfig):
    name = "tests.live.marks"

    def ready(self) -> None:
        end_with_parent()  # web does so itself, worker and beat do not
        registry.register(
            Tool(
                NAME,
                "Leave a mark.",
                {"type": "object", "properties": {"mark": {"type": "string"}}},
                leave,
                has_effects=True,
                asks_first=False,
            )
        )


def leave(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    from tests.live.marks.models import Mark

    Mark(text=arguments["mark"]).save()
    return ToolResult(success=True, message="A mark was left.")
