"""A reviewer's reading of a conversation; each reading is recorded before the content is sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.models import User
from chat.services import conversations, review
from chat.views.person import Request, page


@require_GET
@page
def transcript(request: Request, user: User, conversation_id: UUID) -> HttpResponse:
    conversation = review.read(user, conversation_id)
    context = {"conversation": conversation, "thread": conversations.thread(conversation)}
    return render(request, "review/transcript.html", context)
