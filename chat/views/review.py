"""A reviewer's list and reading of conversations; each is recorded before the content is sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.models import User
from chat.services import review
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
