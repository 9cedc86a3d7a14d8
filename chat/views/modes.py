"""The switch between Live and Classic."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import Mode, User
from chat.services import modes, voices
from chat.views.json_view import body_of, done, json_view


class ModeBody(msgspec.Struct, frozen=True):
    mode: Mode


@json_view
async def change(request: HttpRequest, user: User, conversation_id: UUID) -> HttpResponse:
    """Answered by the voice that is heard from now on, and what of the choice cannot be."""
    body = body_of(request, ModeBody)
    mode, heard = await done(_change, user, conversation_id, body.mode)
    notes = [heard.note] if heard.note else []
    return JsonResponse({"mode": mode, "voice": heard.name, "notes": notes})


def _change(user: User, conversation_id: UUID, mode: Mode) -> tuple[str, voices.Heard]:
    conversation = modes.switch(user, conversation_id, mode)
    return conversation.mode, modes.voice_in(conversation, user)
