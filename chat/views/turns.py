"""Who says when a turn of a call ends: pauses, or the person by a key."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse

from chat.models import User
from chat.services import call_settings, sessions
from chat.views.json_view import body_of, done, json_view


class TurnsBody(msgspec.Struct, frozen=True):
    push_to_talk: bool


@json_view
async def change(
    request: HttpRequest, user: User, conversation_id: UUID, session_id: UUID
) -> HttpResponse:
    """From now on and in the next calls; the tab hears of it by a `settings` frame."""
    body = body_of(request, TurnsBody)
    session = await done(sessions.find_in, user, conversation_id, session_id)
    settings = await done(call_settings.of, session.conversation)
    await done(call_settings.change, user, settings, msgspec.structs.asdict(body))
    return HttpResponse(status=204)
