"""A person's text files: the list, one of them, upload, download, deletion and its undo."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chat.errors import Refusal
from chat.models import User
from chat.services import own_files
from chat.views.person import Request, page
from tools.models import StoredFile
from tools.models.stored_file import MAX_BYTES

MOST_AT_ONCE = 20


@require_http_methods(["GET", "POST"])
@page
def collection(request: Request, user: User) -> HttpResponse:
    if request.method == "POST":
        return _uploaded(request, user)
    return _list(request, user)


@require_GET
@page
def detail(request: Request, user: User, file_id: int) -> HttpResponse:
    return render(request, "files/detail.html", {"file": own_files.find(user, file_id)})


@require_GET
@page
def download(request: Request, user: User, file_id: int) -> HttpResponse:
    """As text whatever it is called, and never shown in the browser as something else."""
    file = own_files.find(user, file_id)
    answer = HttpResponse(file.content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, file.name)
    return answer


@require_POST
@page
def deletion(request: Request, user: User, file_id: int) -> HttpResponse:
    return _row(request, own_files.delete(user, file_id))


@require_POST
@page
def deletion_undo(request: Request, user: User, file_id: int) -> HttpResponse:
    return _row(request, own_files.restore(user, file_id))


def _uploaded(request: Request, user: User) -> HttpResponse:
    """Each is kept or not for itself; the list is drawn anew by its script."""
    problems = [_keep(user, one) for one in request.FILES.getlist("file")[:MOST_AT_ONCE]]
    said = [problem for problem in problems if problem]
    if request.htmx:
        return render(request, "files/_uploaded.html", {"problems": said})
    return _list(request, user, said) if said else redirect("files")


def _keep(user: User, upload: UploadedFile[Any]) -> str:
    """What was wrong with it; empty when it is kept. No more is read than can be kept."""
    name = upload.name or ""
    try:
        own_files.upload(user, name, upload.read(MAX_BYTES + 1))
    except Refusal as refusal:
        return f"{name}: {refusal.message}"
    return ""


def _list(request: Request, user: User, problems: list[str] | None = None) -> HttpResponse:
    shelf = own_files.shelf(user, gone=request.GET.get("only") == "deleted")
    return render(request, "files/list.html", {"shelf": shelf, "problems": problems or []})


def _row(request: Request, file: StoredFile) -> HttpResponse:
    if not request.htmx:
        return redirect("files")
    return render(request, "files/_file.html", {"file": file})
