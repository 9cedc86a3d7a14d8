"""Check a call and run its tool. Claiming the call's row is the chat's business."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
from django.db import transaction

from chat.errors import InputRefused
from chat.json_input import parse
from tools import permissions, registry
from tools.base import Cancelled, Tool, ToolContext, ToolResult, failure
from tools.permissions import Decision

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MAX_ARGUMENTS_BYTES = 16 * 1024
MAX_OUTPUT_BYTES = 64 * 1024
DENIED = "denied"
NEEDS_APPROVAL = "needs_approval"
REFUSED = "refused"  # by the person, of this one call
EXPIRED = "expired"
CANCELLED = "cancelled"
TOO_SLOW = "too_slow"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A call that may run; with `asks` only when the person has allowed it."""

    tool: Tool
    arguments: dict[str, Any]
    asks: bool


def run(context: ToolContext, name: str, arguments_json: str) -> ToolResult:
    """Check and perform where there is nobody to ask. Always a result."""
    checked = check(context.user, name, arguments_json)
    if isinstance(checked, ToolResult):
        return checked
    if checked.asks:
        return failure(NEEDS_APPROVAL, "This tool needs the person's approval. It was not run.")
    return perform(checked, context)


def check(user: AbstractBaseUser, name: str, arguments_json: str) -> Ready | ToolResult:
    """An unknown tool, a refusal and bad arguments are results."""
    tool = registry.find(name)
    if tool is None:
        return failure("unknown_tool", f"There is no tool named {name[:64]}.")
    decision = permissions.decision(user, tool)
    if decision is Decision.NEVER:
        return failure(DENIED, "You are not permitted to use this tool.")
    try:
        arguments = _valid(tool, arguments_json)
    except (InputRefused, jsonschema.ValidationError) as error:
        return failure("bad_arguments", _sentence(error))
    return Ready(tool, arguments, asks=decision is Decision.ASK)


def perform(ready: Ready, context: ToolContext) -> ToolResult:
    """Always a result: a crash is one too, and undoes what the tool had changed in the database."""
    tool = ready.tool
    try:
        with transaction.atomic() if tool.changes_rows else nullcontext():
            result = tool.run(ready.arguments, context)
        return _storable(tool, result)
    except Cancelled:
        raise
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
