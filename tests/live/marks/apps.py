"""Registers the tool, in web and worker alike."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from config.lifeline import end_with_parent
from tools import registry
from tools.base import Tool, ToolContext, ToolResult

NAME = "leave_mark"
FILE = "MARKS_FILE"  # the variable that names the file


class MarksConfig(AppConfig):
    name = "tests.live.marks"

    def ready(self) -> None:
        end_with_parent()  # web does so itself, worker and beat do not
        parameters = {"type": "object", "properties": {"mark": {"type": "string"}}}
        registry.register(Tool(NAME, "Leave a mark.", parameters, leave))


def leave(arguments: Mapping[str, Any], context: ToolContext) -> ToolResult:
    # One short write to a file opened for appending is whole, whoever else writes.
    with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
        file.write(f"{arguments['mark']}\n")
    return ToolResult(success=True, message="A mark was left.")
