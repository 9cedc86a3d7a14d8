"""A reviewer's list and reading of conversations; each is recorded before the content is sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.models import User
from chat.services import review
from chat.views.exports import TYPES
from chat.views.person import Request, page


@require_GET
@page
def collection(request: Request, user: User) -> HttpResponse:
    listing = review.listed(user, request.GET.get("page", "1"))
    return render(request, "review/list.html", {"listing": listing})


@require_GET
@page
def transcript(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 10
    found = review.transcript(user, conversation_id, int(before) if is_number else None)
    return render(request, "review/transcript.html", {"transcript": found})


@require_GET
@page
def event_log(
    request: Request, user: User, conversation_id: UUID, session_id: UUID
) -> HttpResponse:
    text = "".join(review.event_log_of(user, conversation_id, session_id))
    answer = HttpResponse(text, content_type=f"{TYPES['events.jsonl']}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{session_id}.events.jsonl"'
    return answer
