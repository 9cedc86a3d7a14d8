"""Who says when a turn of a call ends: pauses, or the person by a key."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse

from chat.models import User
from chat.realtime import session_config
from chat.services import preferences, sessions
from chat.views.json_view import body_of, done, json_view


class TurnsBody(msgspec.Struct, frozen=True):
    push_to_talk: bool


@json_view
async def change(
    request: HttpRequest, user: User, conversation_id: UUID, session_id: UUID
) -> HttpResponse:
    """Kept for the next calls; the session as the browser is to ask the provider for it now."""
    body = body_of(request, TurnsBody)
    session = await done(sessions.find_in, user, conversation_id, session_id)
    await done(preferences.hold_to_talk, user, body.push_to_talk)
    return JsonResponse({"session": await done(session_config.update, session.pk)})
