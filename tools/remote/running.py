"""Run a remote tool: always a result, whatever its server does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings

from tools.base import Progress, ToolResult, failure
from tools.models.mcp_server import McpTool
from tools.outside.errors import Unreachable
from tools.outside.reading import part
from tools.remote import calling
from tools.remote.sealing import unseal
from tools.remote.waiting import waited

if TYPE_CHECKING:
    from mcp.types import CallToolResult

MOST_STRUCTURED_BYTES = 11_000
logger = logging.getLogger(__name__)


def run(tool: McpTool, arguments: Mapping[str, Any], progress: Progress) -> ToolResult:
    """Raises Cancelled where its server is one that takes long."""
    is_slow = tool.server.is_slow
    seconds = settings.SLOW_TOOL_SECONDS if is_slow else calling.TIME_S
    try:
        access = unseal(tool.server.access)
        asked = calling.call(access, tool.remote_name, tool.agreed_digest, dict(arguments), seconds)
        return _result(waited(asked, progress) if is_slow else asyncio.run(asked))
    except Unreachable as error:
        logger.warning("remote tool %s: %s", tool.name, error.code)
        return failure(error.code, error.message)


def _result(found: CallToolResult) -> ToolResult:
    """What the server sent is what others have written: it is data, and cut to what fits."""
    text = part(_text(found), 0)
    if found.is_error:
        return failure("remote_error", text.text[:500] or "The tool failed without saying why.")
    told: dict[str, Any] = {"text": text.text} if text.text else {}
    if (data := _structured(found)) is not None:
        told = {"data": data}  # servers repeat it as text
    told |= {"cut": True} if text.next_start is not None and "text" in told else {}
    return ToolResult(True, "The tool has answered." if told else "The tool has done it.", told)


def _text(found: CallToolResult) -> str:
    return "\n".join(_said(one) for one in found.content).replace("\0", "")


def _said(content: Any) -> str:
    """Pictures, sounds and files are only named: no model here takes them as a tool's result."""
    if content.type == "text":
        return str(content.text).encode(errors="replace").decode()
    if content.type == "resource" and hasattr(content.resource, "text"):
        return str(content.resource.text).encode(errors="replace").decode()
    return f"[{content.type}]"


def _structured(found: CallToolResult) -> Any:
    """None when there is none, or it is too large or cannot be stored: the text is given then."""
    if found.structured_content is None:
        return None
    try:
        written = msgspec.json.encode(found.structured_content)
    except (TypeError, ValueError):
        return None
    fits = len(written) <= MOST_STRUCTURED_BYTES and b"\\u0000" not in written
    return found.structured_content if fits else None
