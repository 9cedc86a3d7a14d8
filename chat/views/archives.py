"""Archives that were made by the assistant: the list, the file itself, and doing away with it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chat.models import User
from chat.services import archives
from chat.views.person import Request, page

CHUNK_BYTES = 256 * 1024


@require_GET
@page
def collection(request: Request, user: User) -> HttpResponse:
    return render(request, "exports/list.html", {"exports": archives.mine(user)})


@require_GET
@page
def download(request: Request, user: User, export_id: UUID) -> HttpResponseBase:
    found = archives.find(user, export_id)
    answer = StreamingHttpResponse(_chunks(found.path), content_type="application/zip")
    answer.headers["Content-Length"] = str(found.size)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return answer


@require_POST
@page
def delete(request: Request, user: User, export_id: UUID) -> HttpResponse:
    archives.delete(user, export_id)
    return redirect("exports")


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk
