"""One sentence of an answer, read aloud; or its words, where the browser reads."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from msgspec import Meta

from chat.models import User
from chat.realtime import calls
from chat.services import allowances, reading
from chat.services.reading import Wanted
from chat.views.json_view import body_of, done, json_view

PLACE = "Parley-Speech"


class SpeechBody(msgspec.Struct, frozen=True):
    """`sentence`: from 0."""

    sentence: Annotated[int, Meta(ge=0, le=100_000)] = 0
    kind: Literal["sound", "text"] = "sound"


@json_view
async def read(
    request: HttpRequest, user: User, conversation_id: UUID, message_id: UUID
) -> HttpResponse:
    """204 when there is no such sentence: past the end, or not yet. Nothing is kept (decisions.md)."""
    body = body_of(request, SpeechBody)
    today = timezone.localdate()
    found = await done(reading.wanted, user, conversation_id, message_id, body.sentence, today)
    answer = await _answer(user, found, body.kind)
    place = {"of": found.of, "begins": found.begins, "ends": found.ends}
    answer.headers[PLACE] = msgspec.json.encode(place).decode()
    return answer


async def _answer(user: User, found: Wanted, kind: str) -> HttpResponse:
    if not found.text:
        return HttpResponse(status=204)
    if kind == "text":
        return JsonResponse({"text": found.text})
    limit = settings.SPEECH_CHARACTERS_PER_MINUTE
    await done(allowances.spend, "speech", user, len(found.text), limit)
    speak = calls.provider().sound.speak
    sound = await speak(found.model, found.voice, found.text, user.opaque_id)
    return HttpResponse(sound, content_type="audio/mpeg")
