"""The one validating parse for all JSON that comes in: frames, bodies and provider events."""

import re
from typing import Any

import msgspec

from chat.errors import InputRefused

MAX_BYTES = 64 * 1024
MAX_DEPTH = 32
MAX_NODES = 20_000
# A NUL (as it must be written in JSON), and digits enough for a number beyond 64 bits.
SUSPECT = re.compile(rb"\\u0000|[0-9]{19}")


def parse(text: str | bytes, limit: int = MAX_BYTES) -> dict[str, Any]:
    """A JSON object that PostgreSQL can store: finite numbers, no NUL, no lone surrogates.

    Raises InputRefused with the codes of docs/tab-socket.md.
    """
    data = _encoded(text)
    if len(data) > limit:
        raise InputRefused("too_large", f"That is larger than {limit:,} bytes.", status=413)
    found = _decoded(data)
    if not isinstance(found, dict):
        raise InputRefused("not_an_object", "A JSON object was expected.")
    if _is_suspect(data):
        _inspect(found)
    return found


def _encoded(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputRefused("bad_text", "The text has a lone surrogate.") from error


def _decoded(data: bytes) -> object:
    try:
        return msgspec.json.decode(data)
    except RecursionError as error:
        raise InputRefused("too_deep", "The JSON is nested too deeply.") from error
    except msgspec.ValidationError as error:
        raise InputRefused("bad_number", "A number is out of range.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputRefused("not_json", "That is not JSON.") from error


def _is_suspect(data: bytes) -> bool:
    """False only where `_inspect` finds nothing, which the bytes of most messages show at less cost.

    No part is shorter than a byte, none is nested deeper than there are brackets, and itself.
    """
    if len(data) > MAX_NODES or data.count(b"{") + data.count(b"[") >= MAX_DEPTH:
        return True
    return SUSPECT.search(data) is not None


def _inspect(root: dict[str, Any]) -> None:
    waiting: list[tuple[object, int]] = [(root, 1)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_NODES:
            raise InputRefused("too_deep", "The JSON is nested too deeply or has too many parts.")
        if isinstance(node, dict):
            waiting.extend((part, depth + 1) for pair in node.items() for part in pair)
        elif isinstance(node, list):
            waiting.extend((part, depth + 1) for part in node)
        elif isinstance(node, str) and "\x00" in node:
            raise InputRefused("bad_text", "The text has a NUL character.")
        elif isinstance(node, int) and abs(node) >= 2**63:
            raise InputRefused("bad_number", "A number is out of range.")
