"""Validate a call and run its tool. Claiming the call's row is the chat's business."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import jsonschema

from chat.errors import InputRefused
from chat.json_input import parse
from tools import permissions, registry
from tools.base import Tool, ToolContext, ToolResult, failure

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MAX_ARGUMENTS_BYTES = 16 * 1024
DENIED = "denied"

logger = logging.getLogger(__name__)


def run(user: AbstractBaseUser, name: str, arguments_json: str) -> ToolResult:
    """Always a result: an unknown tool, a refusal, bad arguments and a crash are results too."""
    tool = registry.find(name)
    if tool is None:
        return failure("unknown_tool", f"There is no tool named {name}.")
    if permissions.decision(user, tool) is not permissions.Decision.ALWAYS:
        return failure(DENIED, "You are not permitted to use this tool.")
    try:
        arguments = _valid(tool, arguments_json)
    except (InputRefused, jsonschema.ValidationError) as error:
        return failure("bad_arguments", _sentence(error))
    return _run(tool, arguments, ToolContext(user_id=user.pk))


def _run(tool: Tool, arguments: dict[str, Any], context: ToolContext) -> ToolResult:
    try:
        return tool.run(arguments, context)
    except Exception:  # the top of a task: a tool's fault must not end the call
        logger.exception("tool %s crashed", tool.name)
        return failure("crashed", "The tool did not work. The fault was logged.")


def _valid(tool: Tool, arguments_json: str) -> dict[str, Any]:
    found = parse(arguments_json or "{}", MAX_ARGUMENTS_BYTES)
    jsonschema.validate(found, tool.parameters)
    return found


def _sentence(error: InputRefused | jsonschema.ValidationError) -> str:
    return f"The arguments do not fit: {error.message[:200]}"
