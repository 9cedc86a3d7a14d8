"""Keep a typed message."""

from uuid import UUID

import msgspec
from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import User
from chat.services import messages
from chat.views.json_view import body_of, json_view

# The longest message in the widest characters, and what JSON adds to it.
MAX_BODY_BYTES = 5 * messages.MAX_CHARACTERS


class MessageBody(msgspec.Struct, frozen=True):
    client_id: UUID
    content: str


@json_view
async def create(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    body = body_of(request, MessageBody, MAX_BODY_BYTES)
    post = sync_to_async(messages.post)
    message, is_new = await post(user, conversation_id, body.client_id, body.content)
    content = {
        "id": str(message.pk),
        "item_id": message.own_item_id,
        "sequence": message.sequence,
    }
    return JsonResponse(content, status=201 if is_new else 200)
