"""Validate a call and run its tool. Claiming the call's row is the chat's business."""

from __future__ import annotations

import logging
from typing import Any

import jsonschema
import msgspec

from chat.errors import InputRefused
from chat.json_input import parse
from tools import permissions, registry
from tools.base import Tool, ToolContext, ToolResult, failure
from tools.permissions import Decision

MAX_ARGUMENTS_BYTES = 16 * 1024
MAX_OUTPUT_BYTES = 64 * 1024
DENIED = "denied"
NEEDS_APPROVAL = "needs_approval"

logger = logging.getLogger(__name__)


def run(context: ToolContext, name: str, arguments_json: str) -> ToolResult:
    """Always a result: an unknown tool, a refusal, bad arguments and a crash are results too."""
    tool = registry.find(name)
    if tool is None:
        return failure("unknown_tool", f"There is no tool named {name[:64]}.")
    decision = permissions.decision(context.user, tool)
    if decision is Decision.NEVER:
        return failure(DENIED, "You are not permitted to use this tool.")
    try:
        arguments = _valid(tool, arguments_json)
    except (InputRefused, jsonschema.ValidationError) as error:
        return failure("bad_arguments", _sentence(error))
    if decision is Decision.ASK:
        message = (
            "This tool needs the person's approval, which cannot be given here yet. It was not run."
        )
        return failure(NEEDS_APPROVAL, message)
    return _run(tool, arguments, context)


def _run(tool: Tool, arguments: dict[str, Any], context: ToolContext) -> ToolResult:
    try:
        return _storable(tool, tool.run(arguments, context))
    except Exception:  # the top of a task: a tool's fault must not end the call
        logger.exception("tool %s crashed", tool.name)
        return failure("crashed", "The tool did not work. The fault was logged.")


def _storable(tool: Tool, result: ToolResult) -> ToolResult:
    """What no row can hold or no model can read is a fault of the tool, and said so."""
    try:
        written = msgspec.json.encode(result.as_output())
    except (TypeError, UnicodeEncodeError) as error:
        logger.warning("tool %s gave what cannot be written: %s", tool.name, error)
        return failure("bad_result", "The tool gave something that cannot be read.")
    if b"\\u0000" in written:
        return failure("bad_result", "The tool gave something that cannot be read.")
    if len(written) > MAX_OUTPUT_BYTES:
        return failure("too_long", "The tool gave more than can be taken in. Ask for less.")
    return result


def _valid(tool: Tool, arguments_json: str) -> dict[str, Any]:
    found = parse(arguments_json or "{}", MAX_ARGUMENTS_BYTES)
    tool.validator.validate(found)
    return found


def _sentence(error: InputRefused | jsonschema.ValidationError) -> str:
    return f"The arguments do not fit: {error.message[:200]}"
