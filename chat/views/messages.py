"""Keep a typed message; show earlier ones."""

from uuid import UUID

import msgspec
from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chat.models import User
from chat.services import messages, pages
from chat.views import asked
from chat.views.json_view import body_of, json_view
from chat.views.person import page

# The longest message in the widest characters, and what JSON adds to it.
MAX_BODY_BYTES = 5 * messages.MAX_CHARACTERS


class MessageBody(msgspec.Struct, frozen=True):
    client_id: UUID
    content: str


@json_view
async def create(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    """In Classic the server answers by itself, which the answer says (docs/classic.md)."""
    body = body_of(request, MessageBody, MAX_BODY_BYTES)
    post = sync_to_async(messages.post)
    message, is_new = await post(user, conversation_id, body.client_id, body.content)
    content = {
        "id": str(message.pk),
        "item_id": message.own_item_id,
        "sequence": message.sequence,
        **await asked.of_message(user, message),
    }
    return JsonResponse(content, status=201 if is_new else 200)


@require_GET
@page
def earlier(request: HttpRequest, user: User, conversation_id: UUID, than: int) -> HttpResponse:
    """The page of the thread that ends before a sequence: a part, for whoever scrolls up."""
    found = pages.earlier(user, conversation_id, than)
    context = {"conversation": {"id": conversation_id}, "page": found}
    return render(request, "conversations/_page.html", context)
