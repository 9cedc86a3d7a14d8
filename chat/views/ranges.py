"""A file as an answer, whole or the one part that is asked for (RFC 9110, 14)."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(request: HttpRequest, path: Path, media_type: str) -> HttpResponse:
    """Several parts at once, or what is no range, get the whole."""
    size = path.stat().st_size
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        return _headed(HttpResponse(path.read_bytes(), content_type=media_type))
    first, last = part
    if first > last:
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return _headed(refused)
    with path.open("rb") as file:
        file.seek(first)
        found = HttpResponse(file.read(last - first + 1), status=206, content_type=media_type)
    found.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _headed(found)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte; first beyond last when the file has no such part; None for the whole."""
    found = ONE_RANGE.fullmatch(asked.strip())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    if last and int(last) < int(first):
        return None  # no range at all, says the RFC
    beyond = int(first) >= size
    return (1, 0) if beyond else (int(first), min(int(last or size - 1), size - 1))


def _headed(found: HttpResponse) -> HttpResponse:
    found.headers["Accept-Ranges"] = "bytes"
    return found
